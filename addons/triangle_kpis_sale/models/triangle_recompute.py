from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import models
from odoo.tools import SQL

from odoo.addons.triangle_kpis.models.triangle_recompute import Figure
from odoo.addons.triangle_kpis.tools import intervals

SELLING_DAYS, CYCLE_DAYS = 90, 365


class TriangleRecompute(models.AbstractModel):
    """K56, what an hour of selling brings: for all who sell together, never for one of them."""

    _inherit = "triangle.recompute"

    def _reads(self):
        return {**super()._reads(), "k56": {"order_value", "order_cancelled"}}

    def _sales_cycle(self, window, filters):
        """Median of whole days; only enquiries that became an order within 90 days tell."""
        self.env.cr.execute(SQL(
            """SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY first.at::date - ld.create_date::date)
                 FROM triangle_fact c JOIN crm_lead ld ON ld.id = c.record_id
                 JOIN LATERAL (SELECT MIN(so.date_order) AS at FROM sale_order so
                                WHERE so.opportunity_id = ld.id AND so.state = 'sale') first ON first.at IS NOT NULL
                WHERE c.measure_id = %s AND c.num > 0 AND c.day BETWEEN %s AND %s AND %s""",
            self._measure_id("lead_to_sale"), window[1] - timedelta(days=CYCLE_DAYS - 1), window[1],
            self.env["triangle.reader"]._where(filters)))
        days = self.env.cr.fetchone()[0]
        return None if days is None else max(days, 0)

    def _sellers(self, window, filters):
        """Who confirmed an order in the window or in the 90 days up to its end, as users."""
        first = min(window[0], window[1] - timedelta(days=SELLING_DAYS - 1))
        self.env.cr.execute(SQL(
            "SELECT DISTINCT so.user_id FROM triangle_fact c JOIN sale_order so ON so.id = c.record_id"
            " WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s AND so.user_id IS NOT NULL AND %s",
            self._measure_id("order_value"), first, window[1], self.env["triangle.reader"]._where(filters)))
        # sudo: hours of all sellers together
        return self.env["res.users"].sudo().with_context(active_test=False).browse(
            sorted(row[0] for row in self.env.cr.fetchall())).exists()

    def _selling_hours(self, users, window):
        """{day: working hours of these people}, their leave taken off; who is no employee works company hours."""
        zone = ZoneInfo(self.env["triangle.engine"]._zone(self.env.company))
        start = datetime.combine(window[0], time.min, tzinfo=zone)
        end = datetime.combine(window[1] + timedelta(days=1), time.min, tzinfo=zone)
        employees = users.with_context(active_test=False).employee_ids.filtered(
            lambda employee: employee.company_id in self.env.companies)
        hours = {}
        for worked in employees._list_work_time_per_day(start, end).values():
            for day, amount in worked:
                hours[day] = hours.get(day, 0.0) + amount
        others = len(users - employees.user_id)
        calendar = self.env.company.resource_calendar_id
        if others and calendar:
            for day, amount in self._calendar_hours(calendar, start, end):
                hours[day] = hours.get(day, 0.0) + others * amount
        return hours

    def _calendar_hours(self, calendar, start, end):
        day = start
        while day < end:
            following = day + timedelta(days=1)
            yield day.date(), calendar.get_work_hours_count(day, following, compute_leaves=True)
            day = following

    def _day_amounts(self, window, filters):
        """{day: orders less cancellations}."""
        value, cancelled = self._measure_id("order_value"), self._measure_id("order_cancelled")
        self.env.cr.execute(SQL(
            "SELECT c.day, SUM(CASE WHEN c.measure_id = %s THEN %s ELSE -%s END) FROM triangle_fact c"
            " WHERE c.measure_id IN (%s, %s) AND c.day BETWEEN %s AND %s AND %s GROUP BY 1",
            value, self._amount(), self._amount(), value, cancelled, *window,
            self.env["triangle.reader"]._where(filters)))
        return dict(self.env.cr.fetchall())

    def _x_k56(self, window, filters):
        users = self._sellers(window, filters)
        hours, amounts = self._selling_hours(users, window), self._day_amounts(window, filters)
        total = sum(hours.values())
        if not users or not total:
            return Figure()
        days = [(amounts.get(day, 0.0), hours.get(day, 0.0)) for day in sorted({*hours, *amounts})]
        low, high = intervals.jackknife(days) or (None, None)
        return Figure(sum(amounts.values()) / total, sum(amounts.values()), len(amounts), low, high)

    def _x_k56_ids(self, window, filters, part):
        reader = self.env["triangle.reader"]
        found = {*reader._record_ids("order_value", window, filters, "all"),
                 *reader._record_ids("order_cancelled", window, filters, "all")}
        return "sale.order", sorted(found)
