from datetime import timedelta
from math import prod

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import statistics
from .triangle_recompute import Figure

FLOWS = ("work_sent", "work_back", "work_ready", "work_cancelled")
SIGNS = dict(zip(FLOWS, (1, 1, -1, -1), strict=True))
ENOUGH = 5  # finished requests before a department counts as a stage
MESSAGES = 30
LITTLE_DAYS, LITTLE_OFF, STEADY = 20, 0.15, 0.2
KEPT_DAYS = 90  # runs are forgotten after these


class TriangleRecompute(models.AbstractModel):
    """Figures of the back office that no formula over sums can say."""

    _inherit = "triangle.recompute"

    @api.model
    def _reads(self):
        return {**super()._reads(), "k40_yield": {"handoff_right"}, "k42": {*FLOWS},
                "k46_both": {"word_asked", "word_answered"}}

    # -- right through every department --------------------------------------------------------------

    @api.model
    def _x_k40_yield(self, window, filters):
        """Shares right first time of all departments, multiplied; None with fewer than two of them."""
        stages = self._stages(window, filters).values()
        n = int(sum(s.den for s in stages))
        return Figure(prod(s.num / s.den for s in stages), None, n) if len(stages) > 1 else Figure(n=n)

    def _stages(self, window, filters):
        """{department: sums of its finished requests} of the departments with enough of them."""
        sums = self.env["triangle.reader"]._sums({"now": window}, {"handoff_right"}, filters, by="department_id")
        return {key: s for (key, _code), s in sums["now"].items() if key and s.den >= ENOUGH}

    @api.model
    def _x_k40_yield_ids(self, window, filters, part):
        """The finished requests of these departments."""
        reader, stages = self.env["triangle.reader"], self._stages(window, filters)
        return "backoffice.handoff", sorted({id_ for department in stages for id_ in reader._record_ids(
            "handoff_right", window, {**filters, "department_id": department}, part)})

    # -- open work -----------------------------------------------------------------------------------

    @api.model
    def _x_k42(self, window, filters):
        """Open requests at the end of the window, from what came and went; None before the first was sent."""
        level, sent = self._open_work({"now": window}, filters)["now"]
        return Figure(level, level, int(level)) if sent else Figure()

    @api.model
    def _x_k42_ids(self, window, filters, part):
        """The requests that were open at the end of the window."""
        ids = {code: self.env["triangle.measure"]._ids_by_code()[code] for code in FLOWS}
        sign = SQL("CASE WHEN c.measure_id = ANY(%s) THEN 1 ELSE -1 END", [ids["work_sent"], ids["work_back"]])
        # SQL: a sum of signed facts per request
        self.env.cr.execute(SQL(
            "SELECT e.handoff_id FROM triangle_fact c JOIN backoffice_handoff_event e ON e.id = c.record_id"
            " WHERE c.measure_id = ANY(%s) AND c.day <= %s AND %s GROUP BY 1 HAVING SUM(%s) > 0 ORDER BY 1",
            list(ids.values()), window[1], self.env["triangle.reader"]._where(filters), sign))
        return "backoffice.handoff", [row[0] for row in self.env.cr.fetchall()]

    def _open_work(self, windows, filters):
        """{name: (open at the end of the window, ever sent)}."""
        reader = self.env["triangle.reader"]
        ever = {name: (fields.Date.to_date("1900-01-01"), last) for name, (_first, last) in windows.items()}
        result = {}
        for name, found in reader._sums(ever, set(FLOWS), filters).items():
            sums = {code: found[code].num if code in found else 0.0 for code in FLOWS}
            result[name] = (sum(SIGNS[code] * sums[code] for code in FLOWS), sums["work_sent"])
        return result

    @api.model
    def _open_work_check(self, window, filters=None):
        """Whether the counts of open work hold together: for the alerts about the data.

        {"identity": difference between flow and count, "little": share by which L and λW are apart,
        "flag": True where either is wrong}; a value is None where it cannot be said. Little's law
        needs 20 days and work that is about as much at the end as at the beginning.
        """
        filters = filters or {}
        identity, little = self._identity(window, filters), self._little(window, filters)
        return {"identity": identity, "little": little,
                "flag": bool(identity) or (little is not None and little > LITTLE_OFF)}

    def _identity(self, window, filters):
        """Open by what came and went, less open as counted on the last counted evening."""
        counted = self.env["triangle.reader"]._levels({"now": window}, {"work_open"}, filters)["now"].get("work_open")
        day = self._level_day("work_open", window)
        if counted is None or day is None:
            return None
        return int(self._open_work({"now": (day, day)}, filters)["now"][0] - counted.den)

    def _level_day(self, code, window):
        self.env.cr.execute(SQL(
            "SELECT MAX(day) FROM triangle_fact WHERE measure_id = %s AND company_id = ANY(%s)"
            " AND record_id < 0 AND day BETWEEN %s AND %s",
            self.env["triangle.measure"]._ids_by_code()[code], self.env.companies.ids, *window))
        return self.env.cr.fetchone()[0]

    def _little(self, window, filters):
        """|L - λW| / L over the days of the window: open work against speed times time; None if unsteady."""
        first, last = window
        days = (last - first).days + 1
        if days < LITTLE_DAYS:
            return None
        every = [first + timedelta(days=i) for i in range(-1, days)]
        found = self._open_work({str(day): (day, day) for day in every}, filters)
        levels = [found[str(day)][0] for day in every]
        mean = sum(levels[1:]) / days
        if not mean or abs(levels[-1] - levels[0]) > STEADY * mean:
            return None
        gone, spent = self._gone(window, filters)
        return abs(mean - gone / days * spent) / mean if gone else None

    def _gone(self, window, filters):
        """(requests that became ready or were taken back, mean days they were open)."""
        ids = self.env["triangle.measure"]._ids_by_code()
        self.env.cr.execute(SQL(
            """SELECT COUNT(*), AVG(EXTRACT(epoch FROM e.at - s.at) / 86400)::float8
                 FROM triangle_fact c JOIN backoffice_handoff_event e ON e.id = c.record_id
                 JOIN LATERAL (SELECT MAX(b.at) AS at FROM backoffice_handoff_event b WHERE b.handoff_id = e.handoff_id
                       AND b.at <= e.at AND b.seq < e.seq AND b.kind IN ('sent', 'rejected', 'reopened')) s ON TRUE
                WHERE c.measure_id = ANY(%s) AND c.day BETWEEN %s AND %s AND %s""",
            [ids["work_ready"], ids["work_cancelled"]], *window, self.env["triangle.reader"]._where(filters)))
        count, spent = self.env.cr.fetchone()
        return count, spent or 0.0

    # -- words ---------------------------------------------------------------------------------------

    @api.model
    def _x_k46_both(self, window, filters):
        """2 × the smaller direction of all messages; None below 30 of them."""
        found = self.env["triangle.reader"]._sums({"now": window}, {"word_asked", "word_answered"}, filters)["now"]
        sides = [found[code].num if code in found else 0.0 for code in ("word_asked", "word_answered")]
        n = int(sum(sides))
        return Figure(2 * min(sides) / n, 2 * min(sides), n) if n >= MESSAGES else Figure(n=n)

    # -- runs ----------------------------------------------------------------------------------------

    @api.model
    def _x_k60(self, window, filters):
        """Runs without an error; runs belong to no team, so a filtered page does not show them."""
        ok, n, _lag = self._runs(window, filters)
        low, high = statistics.wilson(ok, n) if n else (None, None)
        return Figure(ok / n, ok, n, low, high) if n else Figure()

    @api.model
    def _x_k60_lag(self, window, filters):
        """Age in minutes of the oldest change in 19 of 20 runs."""
        _ok, n, lag = self._runs(window, filters)
        return Figure(lag / 60, None, n) if lag is not None else Figure(n=n)

    @api.model
    def _x_k60_ids(self, window, filters, part):
        how = {"num": SQL("r.ok"), "miss": SQL("NOT r.ok")}.get(part, SQL("TRUE"))
        self.env.cr.execute(SQL("SELECT r.id FROM %s AND %s ORDER BY 1", self._runs_sql(window), how))
        return "triangle.job.run", [row[0] for row in self.env.cr.fetchall()]

    _x_k60_lag_ids = _x_k60_ids

    def _runs(self, window, filters):
        if any(filters.get(name) for name in ("team_id", "department_id", "channel_id", "campaign_id")):
            return 0, 0, None
        self.env.cr.execute(SQL(
            "SELECT COUNT(*) FILTER (WHERE r.ok), COUNT(*),"
            " percentile_cont(0.95) WITHIN GROUP (ORDER BY r.lag_seconds) FILTER (WHERE r.ok AND r.records > 0)"
            " FROM %s", self._runs_sql(window)))
        return self.env.cr.fetchone()

    def _runs_sql(self, window):
        """Runs with something to do, or that failed, of the days of the current company's zone."""
        self.env["triangle.job.run"].flush_model()
        since = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        return SQL(
            "triangle_job_run r WHERE (NOT r.ok OR r.records > 0) AND r.started_at >= %s"
            " AND (r.started_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date BETWEEN %s AND %s",
            since, self.env["triangle.engine"]._zone(self.env.company), *window)
