from datetime import datetime, time, timedelta
from statistics import median

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .triangle_alert import QUALITY
from .triangle_cell import COMPANY, DEPARTMENT, TEAM_CHANNEL
from .triangle_reader import NOTHING

STALE = timedelta(hours=24)
WEEKS, FEWER, WORTH = 8, 0.5, 10  # weekdays looked back on, share of their median, median below which nothing is said
UNKNOWN, ENOUGH, LOOK_BACK = 0.10, 30, 28
SAMPLE = 200


class TriangleAlertQuality(models.AbstractModel):
    """Can the figures be trusted? Asked of every source of one company, before any figure is judged.

    Six questions, one method each: ``_check_<family>()`` returns {source: detail}, empty when all is
    well. ``detail`` holds counts, codes, days as text and up to 200 ids. What is found stays open until the
    question is answered well again; as long, figures of that source are not judged.
    """

    _name = "triangle.alert.quality"
    _description = "Trust in the data"

    @api.model
    def _judge(self):
        """Open, renew and close what concerns the data; returns the sources that cannot be trusted."""
        Alert, today = self.env["triangle.alert"], self.env["triangle.dashboard"]._today()
        standing = Alert.search([("company_id", "=", self.env.company.id), ("family", "in", QUALITY),
                                 ("state", "!=", "closed")])
        open_now = {(alert.family, alert.source): alert for alert in standing}
        for family in QUALITY:
            for source, detail in getattr(self, f"_check_{family}")().items():
                alert = open_now.pop((family, source), None)
                if not alert:
                    Alert.create({
                        "company_id": self.env.company.id, "family": family, "source": source, "detail": detail,
                        "first_day": today, "last_day": today})._tell()
                elif (alert.detail, alert.last_day) != (detail, today):
                    alert.write({"detail": detail, "last_day": today})
        for alert in open_now.values():
            alert._close(cause=alert.cause or "quiet", closed_by_id=False)
        still = Alert.search([("company_id", "=", self.env.company.id), ("family", "in", QUALITY),
                              ("state", "!=", "closed")])
        return set(still.mapped("source"))

    def _used(self):
        """{name: source} that has figures of this company."""
        self.env.cr.execute(SQL(
            "SELECT DISTINCT measure_id FROM triangle_cell WHERE company_id = %s AND gset = %s AND level = 1",
            self.env.company.id, COMPANY))
        used = {row[0] for row in self.env.cr.fetchall()}
        codes = self.env["triangle.measure"]._ids_by_code()
        return {
            name: source for name, source in self.env["triangle.measure"]._sources().items()
            if any(codes.get(line.code) in used for line in source.measures)}

    def _counted_ids(self, source):
        codes = self.env["triangle.measure"]._ids_by_code()
        return [codes[line.code] for line in source.measures if line.code in codes]

    # -- the six questions -------------------------------------------------------------------------

    def _check_stale(self):
        """Sources not counted for a day, or whose last run failed."""
        failed, _counted = self.env["triangle.reader"]._health()
        found = {}
        for name in self._used():
            as_of = self.env["triangle.job.run"]._as_of(name)
            if name in failed or not as_of or fields.Datetime.now() - as_of > STALE:
                found[name] = {"as_of": as_of and fields.Datetime.to_string(as_of), "error": failed.get(name) or None}
        return found

    def _flows(self):
        """{source: (measures that open, measures that close, SQL of how many are open)}."""
        open_handoffs = SQL(
            "SELECT COUNT(*) FROM backoffice_handoff WHERE company_id = %s AND sent_at IS NOT NULL AND state IN"
            " ('sent', 'accepted', 'in_progress', 'paused', 'returned', 'declined')", self.env.company.id)
        return {"handoff_event": (("work_sent", "work_back"), ("work_ready", "work_cancelled"), open_handoffs)}

    def _check_flow(self):
        """Open at first + opened + reopened − closed − cancelled must be what is open now."""
        known, found = self.env["triangle.measure"]._lines(), {}
        for name, (plus, minus, count) in self._flows().items():
            if not {*plus, *minus} <= known.keys() or self._waiting(name):
                continue
            ever = {"ever": (datetime(1900, 1, 1).date(), self.env["triangle.dashboard"]._today())}
            sums = self.env["triangle.reader"]._sums(ever, {*plus, *minus}, {})["ever"]
            flow = sum(sums[code].num for code in plus if code in sums) - sum(
                sums[code].num for code in minus if code in sums)
            self.env.flush_all()
            self.env.cr.execute(count)
            there = self.env.cr.fetchone()[0]
            if sums and flow != there:
                found[name] = {"flow": flow, "open": there}
        return found

    def _waiting(self, name):
        """Whether changes of a source wait to be counted; then it is compared the next time."""
        self.env["triangle.engine"]._flush_marks()
        return bool(self.env["triangle.dirty"].search([("source", "=", name)], limit=1))

    def _check_volume(self):
        """Yesterday's denominators against the median of the same weekday; days nobody works are passed over."""
        day = self.env["triangle.dashboard"]._today() - timedelta(days=1)
        worked = [one for one in (day - timedelta(weeks=back) for back in range(WEEKS + 1)) if self._works(one)]
        if day not in worked or len(worked) <= WEEKS // 2:
            return {}
        few, found = self._few(self._denominators(worked)), {}
        for name, source in self._used().items():
            mine = {line.code: few[line.code] for line in source.measures if line.code in few and self._at_once(line)}
            if mine:
                found[name] = {"day": str(day), "measures": mine}
        return found

    def _denominators(self, days):
        """{measure that is a denominator of some figure: [how many on each day]}."""
        codes = set(self.env["triangle.kpi"].search([("den_measure", "!=", False)]).mapped("den_measure"))
        sums = self.env["triangle.reader"]._sums({str(day): (day, day) for day in days}, codes, {})
        return {code: [found.get(code, NOTHING).den for found in sums.values()] for code in codes}

    @staticmethod
    def _few(counts):
        """{code: [newest, median of those before]} where the newest is far below."""
        usual = {code: median(line[1:]) for code, line in counts.items()}
        return {code: [line[0], usual[code]] for code, line in counts.items()
                if usual[code] >= WORTH and line[0] < FEWER * usual[code]}

    @staticmethod
    def _at_once(line):
        """Counted on its own day: what is followed for days is not complete yesterday."""
        return line.kind != "S" and (line.visible_at is None or line.visible_at.code == line.anchor.code)

    def _works(self, day):
        """Whether the company's working hours have any on a day, holidays taken off."""
        calendar = self.env.company.resource_calendar_id
        start = datetime.combine(day, time())
        return not calendar or calendar._count_seconds([(start, start + timedelta(days=1))])[0] > 0

    def _check_unassigned(self):
        """Share of the last four weeks that belongs to no team, or no department, where the source knows one."""
        last = self.env["triangle.dashboard"]._today() - timedelta(days=1)
        found = {}
        for name, source in self._used().items():
            for column, gset in (("team_id", TEAM_CHANNEL), ("department_id", DEPARTMENT)):
                if column not in source.dimensions:
                    continue
                self.env.cr.execute(SQL(
                    "SELECT SUM(n) FILTER (WHERE %s = 0), SUM(n) FROM triangle_cell WHERE company_id = %s"
                    " AND gset = %s AND level = 0 AND day BETWEEN %s AND %s AND measure_id = ANY(%s)",
                    SQL.identifier(column), self.env.company.id, gset, last - timedelta(days=LOOK_BACK - 1), last,
                    self._counted_ids(source)))
                nobody, every = (count or 0 for count in self.env.cr.fetchone())
                if every >= ENOUGH and nobody > UNKNOWN * every:
                    found.setdefault(name, {})[column] = [int(nobody), int(every)]
        return found

    def _check_mismatch(self):
        """A sample of records, counted again: is that what is stored? The same sample all day."""
        found = {}
        for name, source in self._used().items():
            if self._waiting(name):
                continue
            ids = self._sample(source)
            wrong = self._wrong(source, ids, self.env["triangle.job.run"]._as_of(name)) if ids else []
            if wrong:
                found[name] = {"ids": wrong, "of": len(ids), "model": source.model}
        return found

    def _sample(self, source):
        self.env.cr.execute(SQL(
            "SELECT record_id FROM (SELECT DISTINCT record_id FROM triangle_fact WHERE measure_id = ANY(%s)"
            " AND company_id = %s AND record_id > 0) f ORDER BY md5(record_id::text || %s) LIMIT %s",
            self._counted_ids(source), self.env.company.id, str(self.env["triangle.dashboard"]._today()), SAMPLE))
        return [row[0] for row in self.env.cr.fetchall()]

    def _wrong(self, source, ids, as_of):
        """Ids whose facts are not what they should be."""
        self.env.flush_all()
        engine = self.env["triangle.engine"]
        columns = SQL("measure_id, record_id, day, company_id, team_id, department_id, num, den, value")
        fresh = SQL("SELECT %s FROM (%s) x WHERE key_id IS NULL", columns, engine._facts_sql(
            source, SQL("%s = ANY(%s)", source.id, ids), as_of or fields.Datetime.now()))
        stored = SQL("SELECT %s FROM triangle_fact WHERE record_id = ANY(%s) AND measure_id = ANY(%s)",
                     columns, ids, engine._measure_ids(source))
        self.env.cr.execute(SQL(
            "SELECT DISTINCT record_id FROM (((%s) EXCEPT (%s)) UNION ALL ((%s) EXCEPT (%s))) w ORDER BY 1",
            fresh, stored, stored, fresh))
        return [row[0] for row in self.env.cr.fetchall()]

    def _clocks(self):
        """{source: (table, [columns that cannot lie ahead], [(earlier, later)])}."""
        return {
            "encounter": ("frontoffice_encounter", ["arrived_at", "first_response_at", "ended_at"],
                          [("arrived_at", "first_response_at"), ("arrived_at", "ended_at")]),
            "case": ("frontoffice_case", ["opened_at", "resolved_at"], [("opened_at", "resolved_at")]),
            "promise": ("frontoffice_promise", ["made_at", "fulfilled_at"], [("made_at", "due_at")]),
            "handoff": ("backoffice_handoff", ["sent_at", "final_at"], [("sent_at", "final_at")]),
        }

    def _check_clock(self):
        """Moments that lie ahead, and ends before their beginnings."""
        self.env.flush_all()
        used, found = self._used(), {}
        for name, (table, moments, pairs) in self._clocks().items():
            if name not in used:
                continue
            ahead = [SQL("%s > %s", SQL.identifier(column), fields.Datetime.now() + timedelta(minutes=5))
                     for column in moments]
            turned = [SQL("%s < %s", SQL.identifier(end), SQL.identifier(start)) for start, end in pairs]
            self.env.cr.execute(SQL(
                "SELECT id FROM %s WHERE company_id = %s AND (%s) ORDER BY id DESC LIMIT %s", SQL.identifier(table),
                self.env.company.id, SQL(" OR ").join([*ahead, *turned]), SAMPLE))
            ids = [row[0] for row in self.env.cr.fetchall()]
            if ids:
                found[name] = {"ids": sorted(ids), "model": used[name].model}
        return found

    # -- what people open --------------------------------------------------------------------------

    @api.model
    def _records_action(self, alert):
        """The records in question, with the rights of who clicks."""
        detail = alert.detail or {}
        if not detail.get("ids"):
            raise UserError(self.env._("There are no single records behind this: it says all there is to know."))
        records = self.env[detail["model"]].with_context(active_test=False)
        records.check_access("read")
        visible = records.search(Domain("id", "in", detail["ids"])).ids
        return {
            "type": "ir.actions.act_window", "name": alert.name, "res_model": detail["model"],
            "views": [[False, "list"], [False, "form"]], "domain": [["id", "in", visible]],
            "context": {"active_test": False, "create": False}, "target": "current"}
