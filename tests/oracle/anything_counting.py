"""What is different between counting on and counting everything again. Runs inside ``odoo shell``.

Every list of steps starts from the same small population and is taken back. Everything happens on whole
minutes, so that sums are exact and figures can be compared bit for bit.
"""

import json
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

BEGIN = datetime(2031, 3, 12, 9, 0)  # after everything a sample company knows
TABLES = {
    "triangle_fact": "measure_id, record_id, day",
    "triangle_presence": "measure_id, record_id, day",
    "triangle_cell": "measure_id, level, gset, day, company_id, team_id, channel_id, department_id, campaign_id,"
    " employee_id",
}
REFUSED = (UserError, ValidationError, AccessError, IntegrityError)  # the last: what is pointed to is not deleted
HOUR = timedelta(hours=1)


class Counting:
    """Two companies in two zones, the clock, and both ways of counting."""

    def __init__(self, env, clock):
        self.clock, self.now = clock, BEGIN
        self.home, self.branch = (self._company(env, *x) for x in (("Any", "Europe/Berlin"), ("Far", "Asia/Kolkata")))
        quiet = {"allowed_company_ids": [self.home.id, self.branch.id], "tracking_disable": True}
        self.env = env(context={**env.context, **quiet})

    @staticmethod
    def _company(env, name, zone):
        company = env["res.company"].create({"name": name})
        calendar = env["resource.calendar"].create({"name": name, "tz": zone, "company_id": company.id})
        company.resource_calendar_id = calendar
        return company

    def do_count(self, _a, _b):
        errors = self.env["triangle.fact"]._refresh()
        assert not any(errors.values()), errors

    def do_night(self, _a, _b):
        """The nightly look at the last days, whatever the marks say."""
        self.env["triangle.dirty"]._mark_days(3)
        self.do_count(0, 0)

    def _at(self, moment):
        self.now = moment
        self.clock.move_to(moment)

    # -- one list of things ------------------------------------------------------------------------

    def run(self, steps):
        """What is different between counting on and counting everything again, after these steps."""
        done = {}
        self._at(BEGIN)
        for what, a, b in steps:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"do_{what}")(a, b)
                done[what] = done.get(what, 0) + 1
            except REFUSED:
                pass
            self._at(self.now + timedelta(minutes=1))
        self.do_count(0, 0)
        counted = self._rows()
        return {"done": done, "rows": sum(map(len, counted.values())), "apart": self._apart(counted, self._again())}

    def _rows(self):
        """Everything that was counted for both companies, without ids, as PostgreSQL writes it."""
        found = {}
        for table, order in TABLES.items():
            self.env.cr.execute(SQL(
                "SELECT (to_jsonb(t) - 'id')::text FROM %s t WHERE company_id = ANY(%s) ORDER BY %s",
                SQL.identifier(table), [self.home.id, self.branch.id], SQL(order)))
            found[table] = [row for (row,) in self.env.cr.fetchall()]
        return found

    def _again(self):
        """The same from nothing."""
        for table in TABLES:
            self.env.cr.execute(SQL("DELETE FROM %s WHERE company_id = ANY(%s)", SQL.identifier(table),
                                    [self.home.id, self.branch.id]))
        moved = any(self.env[model].with_context(active_test=False).search_count([("company_id", "=", self.branch.id)])
                    for model in ("frontoffice.encounter", "crm.lead"))
        for company in (self.home, self.branch) if moved else (self.home,):
            self.env["triangle.dirty"]._mark_all(company)
            self.do_count(0, 0)
        return self._rows()

    def _apart(self, counted, again):
        names = {measure.id: measure.code for measure in self.env["triangle.measure"].search([])}
        found = []
        for table in TABLES:
            stale, missing = set(counted[table]) - set(again[table]), set(again[table]) - set(counted[table])
            for word, rows in (("only counted on", stale), ("only from nothing", missing)):
                found += [f"{table} {names[json.loads(row)['measure_id']]} {word}: {row}" for row in sorted(rows)]
        return found
