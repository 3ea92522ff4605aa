from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

DAYS = 42  # looked at again each night: leave is often approved afterwards
FIRST = 400  # days counted when there are none
OUTSIDE = ("contractor", "freelance")

# Who was employed on which day, under the version of the contract in force then.
EMPLOYED = """
    SELECT e.id, d.day::date, e.company_id, v.department_id, e.resource_id,
           COALESCE(v.resource_calendar_id, co.resource_calendar_id), v.employee_type = ANY(%(outside)s)
      FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') d(day)
      JOIN hr_employee e ON e.company_id = ANY(%(companies)s)
      JOIN res_company co ON co.id = e.company_id
      JOIN LATERAL (SELECT * FROM hr_version v WHERE v.employee_id = e.id AND v.date_version <= d.day
                     ORDER BY v.date_version DESC, v.id DESC LIMIT 1) v ON TRUE
      LEFT JOIN hr_version now ON now.id = e.current_version_id
     WHERE COALESCE(now.departure_date, d.day) >= d.day AND (e.active OR now.departure_date IS NOT NULL)
       AND COALESCE(v.contract_date_start, d.day) <= d.day AND COALESCE(v.contract_date_end, d.day) >= d.day
"""


class TriangleWorkday(models.Model):
    """One person on one day: hours the calendar gives, and hours of it the person was away.

    Filled each night by the fact engine for the last weeks. It belongs to nobody to read: figures
    are sums over departments.
    """

    _name = "triangle.workday"
    _description = "Person and day"
    _inherit = ["triangle.watched"]
    _log_access = False

    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True, help="Local day of the company.")
    noon = fields.Datetime(required=True, readonly=True, help="Noon of the day where the company is, naive UTC.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null", ondelete="set null")
    hours = fields.Float(readonly=True, help="Working hours less time off.")
    away_hours = fields.Float(readonly=True, help="Working hours the person was off; public holidays are none.")
    outside = fields.Boolean(readonly=True, help="Subcontractor.")

    _employee_day_uniq = models.UniqueIndex("(employee_id, day)")
    _company_day_idx = models.Index("(company_id, day)")

    @api.model
    def _fill_new(self):
        """Each night: the last weeks again, and of a company nothing is known of more than a year."""
        companies = self.env["res.company"].sudo().search(fields.Domain.TRUE)  # sudo: hours of all are counted
        known = companies.filtered(lambda company: self.search_count([("company_id", "=", company.id)], limit=1))
        for days, some in ((DAYS, known), (FIRST, companies - known)):
            if some:
                self._fill_days(days, some)

    @api.model
    def _fill_days(self, days, companies):
        """The last days before today of some companies, a month at a time."""
        today = fields.Date.today()
        for start in range(days, 0, -31):
            self._fill(today - timedelta(days=start), today - timedelta(days=max(start - 30, 1)), companies)

    @api.model
    def _fill(self, first, last, companies=None):
        """Make the rows of some days what they should be, of all companies or some; returns how many changed."""
        # sudo: hours of all are counted
        companies = companies or self.env["res.company"].sudo().search(fields.Domain.TRUE)
        self.env.flush_all()
        self.env.cr.execute(SQL(
            EMPLOYED, first=first, last=last, companies=companies.ids, outside=list(OUTSIDE)))
        wanted = self._with_hours(self.env.cr.fetchall(), first, last)
        known = {(r.employee_id.id, r.day): r for r in self.search([
            ("day", ">=", first), ("day", "<=", last), ("company_id", "in", companies.ids)])}
        gone = [row.id for key, row in known.items() if key not in wanted]
        self.browse(gone).unlink()
        self.create([vals for key, vals in wanted.items() if key not in known])
        changed = {key: vals for key, vals in wanted.items() if key in known and known[key]._differs(vals)}
        for key, vals in changed.items():
            known[key].write(vals)
        return len(gone) + len(changed) + len(wanted.keys() - known.keys())

    def _differs(self, vals):
        now = {name: self[name].id if isinstance(self[name], models.BaseModel) else self[name] for name in vals}
        return any((now[name] or False) != (vals[name] or False) for name in vals)

    @api.model
    def _with_hours(self, people, first, last):
        """{(employee, day): values} with hours, one pair of interval fetches per calendar."""
        zones = dict(self.env["triangle.engine"]._zones())
        hours = {}
        for calendar, resources in self._by_calendar(people).items():
            hours[calendar] = self._hours_of(calendar, resources, first, last)
        result = {}
        for employee, day, company, department, resource, calendar, outside in people:
            whole, free = hours[calendar].get((resource, day), (0.0, 0.0)) if calendar else (0.0, 0.0)
            result[employee, day] = {
                "employee_id": employee, "day": day, "noon": _noon(day, zones.get(company, "UTC")),
                "company_id": company, "department_id": department, "outside": bool(outside),
                "hours": round(free, 4), "away_hours": round(max(whole - free, 0.0), 4),
            }
        return result

    @api.model
    def _by_calendar(self, people):
        groups = {}
        for row in people:
            if row[5]:
                groups.setdefault(row[5], set()).add(row[4])
        return groups

    @api.model
    def _hours_of(self, calendar_id, resource_ids, first, last):
        """{(resource, day): (hours of the calendar less public holidays, the same less own time off)}."""
        calendar = self.env["resource.calendar"].sudo().browse(calendar_id)  # hours alone
        resources = self.env["resource.resource"].sudo().browse(sorted(resource_ids))  # as above
        start = datetime.combine(first - timedelta(days=1), time(0), timezone.utc)
        stop = datetime.combine(last + timedelta(days=2), time(0), timezone.utc)
        general = calendar._work_intervals_batch(start, stop, domain=calendar._holiday_domain())[False]
        own = calendar._work_intervals_batch(start, stop, resources=resources)
        whole = _by_day(general)
        result = {}
        for resource in resources:
            free = _by_day(own[resource.id])
            for day in whole.keys() | free.keys():
                result[resource.id, day] = (whole.get(day, 0.0), min(free.get(day, 0.0), whole.get(day, 0.0)))
        return result


def _by_day(intervals):
    """{local day: hours} of intervals."""
    days = {}
    for start, stop, _line in intervals:
        days[start.date()] = days.get(start.date(), 0.0) + (stop - start).total_seconds() / 3600
    return days


def _noon(day, zone):
    """Noon of a day in a zone, as naive UTC."""
    return datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(timezone.utc).replace(tzinfo=None)
