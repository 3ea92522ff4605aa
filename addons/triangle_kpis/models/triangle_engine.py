import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..sources.base import LEVEL, watch

_logger = logging.getLogger(__name__)

NOTES = "triangle_kpis.notes"
MARKS, RECORDS = 5000, 5000  # per batch
LOCK = 7_219_203  # pg advisory key: one engine at a time in a database
DIMENSIONS = ("team_id", "channel_id", "department_id", "campaign_id", "employee_id")
DAY = SQL("(m.anchor AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
FRESH = ("measure_id", "record_id", "day", "company_id", *DIMENSIONS, "extra_key", "num", "den", "value", "key_id")


class TriangleEngine(models.AbstractModel):
    """Collects facts: marks → records → facts → cells, one batch at a time, re-runnable.

    A batch takes marks of one source, looks at the records they name (or that stand, or should
    stand, on the days they name), composes what their facts are now in one ``INSERT … SELECT``
    into a scratch table, and writes the difference. Cells are rebuilt for days that differ.
    SQL throughout: the ORM knows no INSERT … SELECT, no lateral joins and no grouping sets.
    """

    _name = "triangle.engine"
    _description = "Fact engine"

    # -- what changed ------------------------------------------------------------------------------

    @api.model
    def _note(self, model, ids):
        """Remember changed records until the transaction commits."""
        notes = self.env.cr.precommit.data.setdefault(NOTES, {})
        if not notes:
            self.env.cr.precommit.add(self._flush_marks)
        notes.setdefault(model, set()).update(ids)

    @api.model
    def _flush_marks(self):
        """Write what was remembered as marks: one statement per source concerned."""
        self.env.flush_all()
        notes = self.env.cr.precommit.data.pop(NOTES, {})
        Dirty = self.env["triangle.dirty"]
        for model, ids in notes.items():
            for source, follow in watch(model).sources:
                if follow:
                    Dirty._insert(source.name, follow(sorted(ids)))
                else:
                    Dirty._mark_records(source.name, ids)

    @api.model
    def _waiting(self):
        """Whether there is anything left to do (an estimate is enough for the scheduler)."""
        return len(self.env["triangle.dirty"].search([], limit=1))

    # -- one batch ---------------------------------------------------------------------------------

    @api.model
    def _run(self, name, first=True):
        """One batch of a source, in a savepoint. Returns (marks worked off, error or None).

        The first batch of a round also looks for what time alone has changed.
        """
        run = {"started_at": fields.Datetime.now(), "as_of": fields.Datetime.now(), "ok": True, "error": False}
        try:
            with self.env.cr.savepoint():
                if not self._lock():
                    return 0, self.env._("Another run is busy.")
                source = self.env["triangle.measure"]._sources()[name]
                if first:
                    self._mark_passing(source, run["as_of"])
                done = self._batch(source, run)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one source is shown with its figures
            _logger.warning("Facts of %s failed: %s", name, error, exc_info=True)
            done, run = 0, {**run, "as_of": False, "ok": False, "error": f"{type(error).__name__}: {error}"[:500]}
        run["finished_at"] = fields.Datetime.now()
        if run.get("changed"):
            self._tell_changed()
        self.env["triangle.job.run"].sudo()._log(name, run)  # the engine's own log, for whoever pressed refresh
        return done, run["error"] or None

    def _tell_changed(self):
        """Open pages learn that there are new figures, and nothing more."""
        # sudo: the group is only the address
        self.env.ref("triangle_kpis.group_viewer").sudo()._bus_send("triangle/changed", {})

    def _lock(self):
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))
        return self.env.cr.fetchone()[0]

    def _batch(self, source, run):
        now = run["as_of"]
        marks = self._take(source)
        if not marks:
            return 0
        days = {(company, day) for record, company, day, _at in marks if not record}
        ids = {record for record, _company, _day, _at in marks if record} | self._records_on(source, days, now)
        touched = set(days)
        ordered = sorted(ids)
        for start in range(0, len(ordered), RECORDS):
            touched |= self._replace(source, ordered[start:start + RECORDS], now)
        self.env["triangle.cells"]._rebuild(self._measure_ids(source), touched)
        oldest = min(at for _record, _company, _day, at in marks)
        run.update(records=len(ids), changed=len(touched), lag_seconds=max((now - oldest).total_seconds(), 0))
        return len(marks)

    def _mark_passing(self, source, now):
        """Time passes: mark records that count from now on, and stock records written since the last run."""
        since = self.env["triangle.job.run"].sudo()._as_of(source.name)  # the engine's own log
        Dirty = self.env["triangle.dirty"]
        lines = [line for _id, line in self._lines(source) if line.visible_at is not None]
        for moment in {line.visible_at.code: line.visible_at for line in lines}.values():
            later = SQL("AND %s > %s", moment, since) if since else SQL()
            Dirty._insert(source.name, SQL(
                "SELECT %s AS id FROM %s WHERE %s <= %s %s", source.id, source.tables, moment, now, later))
        if source.polled:
            table = SQL.identifier(self.env[source.model]._table)
            recent = SQL("WHERE write_date > %s - interval '10 minutes'", since) if since else SQL()
            Dirty._insert(source.name, SQL("SELECT id FROM %s %s", table, recent))

    def _take(self, source):
        """Take marks off the queue; they come back if the batch fails."""
        self.env.cr.execute(SQL(
            # An array, not IN: without statistics the planner would run the subquery once for each row.
            "DELETE FROM triangle_dirty WHERE id = ANY(ARRAY("
            "SELECT id FROM triangle_dirty WHERE source = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED))"
            " RETURNING record_id, company_id, day, marked_at",
            source.name, MARKS,
        ))
        return self.env.cr.fetchall()

    # -- facts -------------------------------------------------------------------------------------

    def _lines(self, source, level=False):
        """[(id, measure)] of a source that are facts of events, or levels."""
        Measure = self.env["triangle.measure"]
        codes = Measure._ids_by_code()
        return [(codes[line.code], line) for line in Measure._lines_of(source) if (line.kind == LEVEL) == level]

    def _measure_ids(self, source):
        return [measure_id for measure_id, _line in self._lines(source)]

    def _zones(self):
        """[(company, IANA zone)]: the zone of the company's working hours decides its local day."""
        self.env["res.company"].flush_model(["resource_calendar_id"])
        self.env["resource.calendar"].flush_model(["tz"])
        self.env.cr.execute(SQL(
            "SELECT c.id, COALESCE(k.tz, 'UTC') FROM res_company c"
            " LEFT JOIN resource_calendar k ON k.id = c.resource_calendar_id ORDER BY 1"))
        return self.env.cr.fetchall()

    def _zone(self, company):
        """The zone of one company."""
        return dict(self._zones()).get(company.id, "UTC")

    def _facts_sql(self, source, scope, now, day=None):
        """SELECT of what the facts of a source are, in the order of ``FRESH``; with a ``day``, of its levels."""
        lines = self._lines(source, level=bool(day))
        columns = [SQL("COALESCE(%s, 0)", source.dimensions.get(name, SQL("0"))) for name in DIMENSIONS]
        return SQL(
            """SELECT m.measure_id, %(id)s AS record_id, %(day)s AS day, co.id AS company_id,
                    %(dimensions)s, m.extra_key, m.num, m.den, %(value)s, m.key_id
               FROM (SELECT %(now)s::timestamp AS now) ctx, %(tables)s
               JOIN (VALUES %(zones)s) co(id, tz) ON co.id = %(company)s
               CROSS JOIN LATERAL (VALUES %(lines)s) m(measure_id, anchor, num, den, value, key_id, extra_key)
              WHERE m.anchor IS NOT NULL AND %(scope)s
                AND (m.num <> 0 OR m.den <> 0 OR m.value IS NOT NULL OR m.key_id IS NOT NULL)""",
            id=source.id, day=SQL("%s::date", day) if day else DAY, dimensions=SQL(", ").join(columns), now=now,
            tables=source.tables, value=self._value_sql(lines), company=source.company, scope=scope,
            zones=SQL(", ").join(SQL("(%s, %s)", *zone) for zone in self._zones()),
            lines=SQL(", ").join(self._measure_sql(source, *line) for line in lines),
        )

    def _measure_sql(self, source, measure_id, measure):
        counts = measure.where
        if measure.visible_at is not None:
            counts = SQL("(%s) AND %s <= ctx.now", counts, measure.visible_at)
        extra = measure.extra if measure.extra is not None else source.dimensions.get("extra_key", SQL("NULL"))
        return SQL(
            "(%s, CASE WHEN %s THEN %s END, %s, %s, %s, %s, (%s)::varchar)",
            measure_id, counts, measure.anchor, measure.num, measure.den, measure.value, measure.key, extra,
        )

    def _value_sql(self, lines):
        """The value of a fact; of money, the amount in group currency at the rate of the fact's day."""
        money = [measure_id for measure_id, line in lines if line.money]
        if not money:
            return SQL("m.value")
        main = self.env["res.company"].sudo()._get_main_company()  # facts are counted for nobody in particular
        self.env["res.company"].flush_model(["currency_id"])
        self.env["res.currency.rate"].flush_model()
        own = SQL("(SELECT currency_id FROM res_company WHERE id = co.id)")
        return SQL(
            "CASE WHEN m.measure_id <> ALL(%s) THEN m.value WHEN %s = %s THEN m.num ELSE m.num * %s / %s END",
            money, own, main.currency_id.id, self._rate_sql(SQL("%s", main.currency_id.id), main),
            self._rate_sql(own, main))

    @staticmethod
    def _rate_sql(currency, company):
        """The rate ``res.currency`` would take on the day of the fact."""
        rates = SQL("SELECT r.rate FROM res_currency_rate r WHERE r.currency_id = %s"
                    " AND (r.company_id = %s OR r.company_id IS NULL)", currency, company.root_id.id)
        return SQL(
            "COALESCE((%s AND r.name <= %s ORDER BY r.company_id, r.name DESC LIMIT 1),"
            " (%s ORDER BY r.company_id, r.name LIMIT 1), 1)", rates, DAY, rates)

    def _records_on(self, source, days, now):
        """Ids of the records whose facts stand, or should stand, on some local days."""
        if not days:
            return set()
        measures = self._measure_ids(source)
        companies, dates = zip(*sorted(days), strict=True)
        first, last = min(dates), max(dates)
        near = SQL(" OR ").join(
            SQL("(%s >= %s::date - 1 AND %s < %s::date + 2)", anchor, first, anchor, last)
            for anchor in {m.anchor.code: m.anchor for _id, m in self._lines(source)}.values()
        )
        stored = SQL(" UNION ").join(
            SQL("SELECT record_id FROM %s f JOIN d USING (company_id, day) WHERE f.measure_id = ANY(%s)",
                SQL.identifier(table), measures)
            for table in ("triangle_fact", "triangle_presence")
        )
        # Materialized: without statistics the planner would compute every fact once for each day.
        self.env.cr.execute(SQL(
            """WITH d AS MATERIALIZED (SELECT * FROM unnest(%s::int[], %s::date[]) d(company_id, day)),
                    f AS MATERIALIZED (%s)
               SELECT record_id FROM f JOIN d USING (company_id, day) UNION %s""",
            list(companies), list(dates), self._facts_sql(source, SQL("(%s)", near), now), stored,
        ))
        return {row[0] for row in self.env.cr.fetchall()}

    def _replace(self, source, ids, now):
        """Make the facts of some records what they should be; returns the {(company, day)} that changed."""
        cr = self.env.cr
        cr.execute(SQL(
            "CREATE TEMP TABLE IF NOT EXISTS triangle_fresh (measure_id int, record_id int, day date, company_id int,"
            " team_id int, channel_id int, department_id int, campaign_id int, employee_id int, extra_key varchar,"
            " num float8, den float8, value float8, key_id int) ON COMMIT DROP"))
        cr.execute(SQL("DELETE FROM triangle_fresh"))
        scope = SQL("%s = ANY(%s)", source.id, ids)
        cr.execute(SQL("INSERT INTO triangle_fresh %s", self._facts_sql(source, scope, now)))
        measures = self._measure_ids(source)
        facts = [name for name in FRESH if name != "key_id"]
        presence = [name for name in FRESH if name not in ("employee_id", "extra_key", "num", "den", "value")]
        changed = self._diff("triangle_fact", facts, SQL("key_id IS NULL"), measures, ids)
        self._diff("triangle_presence", presence, SQL("key_id IS NOT NULL"), measures, ids)
        return changed

    def _diff(self, table, columns, mine, measures, ids):
        """Delete rows that are no longer true, insert those that are missing; nothing else is touched."""
        names = [SQL.identifier(column) for column in columns]
        same = SQL("(%s) IS NOT DISTINCT FROM (%s)", *(
            SQL(", ").join(SQL("%s.%s", SQL(alias), name) for name in names) for alias in ("n", "f")))
        target = SQL.identifier(table)
        self.env.cr.execute(SQL(
            """WITH gone AS (DELETE FROM %s f WHERE f.record_id = ANY(%s) AND f.measure_id = ANY(%s) AND NOT EXISTS (
                   SELECT 1 FROM triangle_fresh n WHERE n.record_id = f.record_id AND n.measure_id = f.measure_id
                   AND %s AND %s) RETURNING f.company_id, f.day)
               SELECT DISTINCT company_id, day FROM gone""", target, ids, measures, mine, same))
        changed = set(self.env.cr.fetchall())
        self.env.cr.execute(SQL(
            """WITH added AS (INSERT INTO %s (%s) SELECT %s FROM triangle_fresh n WHERE %s AND NOT EXISTS (
                   SELECT 1 FROM %s f WHERE f.record_id = n.record_id AND f.measure_id = n.measure_id)
                   RETURNING company_id, day)
               SELECT DISTINCT company_id, day FROM added""",
            target, SQL(", ").join(names), SQL(", ").join(names), mine, target))
        return changed | set(self.env.cr.fetchall())
