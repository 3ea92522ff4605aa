from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from odoo.addons.triangle_kpis.models.triangle_recompute import Figure
from odoo.addons.triangle_kpis.tools import intervals


class TriangleRecompute(models.AbstractModel):
    """K09, what a new customer costs."""

    _inherit = "triangle.recompute"

    def _new_customers(self, window, filters):
        """[(day, customer)] of customers whose very first invoice is in the window."""
        self.env.cr.execute(SQL(
            """SELECT MIN(c.day), c.key_id FROM triangle_presence c WHERE c.measure_id = %s AND c.day <= %s AND %s
                GROUP BY c.key_id HAVING MIN(c.day) >= %s ORDER BY 1, 2""",
            self._measure_id("customer_active_invoiced"), window[1], self.env["triangle.reader"]._where(filters),
            window[0],
        ))
        return self.env.cr.fetchall()

    def _reads(self):
        reads = {"acquisition_cost", "customer_active_invoiced"}
        return {**super()._reads(), "k09": reads, "k09_lag": {*reads, "lead_to_sale"}}

    def _x_k09(self, window, filters, lag=0):
        """Cost of the window, ``lag`` days earlier, for each new customer of the window."""
        found = self._new_customers(window, filters)
        days = {window[0] + timedelta(days=i): [0.0, 0] for i in range((window[1] - window[0]).days + 1)}
        for day, _customer in found:
            days[day][1] += 1
        back = timedelta(days=lag)
        self.env.cr.execute(SQL(
            "SELECT c.day, SUM(%s) FROM triangle_fact c WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s AND %s"
            " GROUP BY 1", self._amount(), self._measure_id("acquisition_cost"), *(day - back for day in window),
            self.env["triangle.reader"]._where(filters)))
        for day, amount in self.env.cr.fetchall():
            days[day + back][0] += amount
        cost = sum(amount for amount, _new in days.values())
        if not cost or not found:
            return Figure(n=len(found))
        return Figure(cost / len(found), cost, len(found), *(intervals.jackknife(list(days.values())) or (None, None)))

    def _x_k09_lag(self, window, filters):
        """The same, costs earlier by the usual days from an enquiry to its order; nothing where these are unknown."""
        lag = self._sales_cycle(window, filters)
        return Figure() if lag is None else self._x_k09(window, filters, lag)

    def _x_k09_lag_ids(self, window, filters, part):
        back = timedelta(days=self._sales_cycle(window, filters) or 0)
        earlier = (window[0] - back, window[1] - back) if part == "num" else window
        return self._x_k09_ids(earlier, filters, part)

    def _x_k09_ids(self, window, filters, part):
        if part == "num":
            ids = self.env["triangle.reader"]._record_ids("acquisition_cost", window, filters, "all")
            return "account.analytic.line", ids
        return "res.partner", [customer for _day, customer in self._new_customers(window, filters)]
