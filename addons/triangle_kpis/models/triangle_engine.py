import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..sources.base import watch

_logger = logging.getLogger(__name__)

NOTES = "triangle_kpis.notes"
MARKS = 5000  # marks in a batch
DAYS = 186  # days summed in a batch
LOCK = 7_219_203  # pg advisory key: one engine at a time in a database
RECORD, DAY_MARK, SUM_MARK = 1, 0, -1  # what the record_id of a mark says: a record (> 0), look at a day, sum a day


class TriangleEngine(models.AbstractModel):
    """Collects facts: marks → records → facts → cells, one batch at a time, re-runnable.

    A batch takes marks of one source, looks at the records they name, composes what their facts
    are now in one ``INSERT … SELECT`` into a scratch table, and writes the difference. A marked
    day first becomes marks of the records that stand, or should stand, on it. When no record
    waits, one range of a recount is worked off (``triangle.rebuild``); when none of these is
    left, cells are summed for the days that differ. Every batch is a transaction of its own in
    the scheduled run, and what is left to do is rows: an interrupted run goes on where it was,
    and memory does not grow with the data. SQL throughout: the ORM knows no INSERT … SELECT, no
    lateral joins and no grouping sets.
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
        """Write what was remembered as marks: one statement, however many sources it concerns."""
        self.env.flush_all()
        notes = self.env.cr.precommit.data.pop(NOTES, {})
        known = self.env["triangle.measure"]._sources()
        self.env["triangle.dirty"]._insert_all([
            (source.name, follow(sorted(ids)) if follow else SQL("SELECT unnest(%s::int[]) AS id", sorted(ids)))
            for model, ids in notes.items() if ids
            for source, follow in watch(model).sources if source.name in known
        ])

    @api.model
    def _waiting(self):
        """Whether there is anything left to do (an estimate is enough for the scheduler)."""
        return len(self.env["triangle.dirty"].search([], limit=1)) + self.env["triangle.rebuild"]._left()

    # -- one batch ---------------------------------------------------------------------------------

    @api.model
    def _run(self, name, first=True):
        """One batch of a source, in a savepoint. Returns (whether it did anything, error or None).

        The first batch of a round also looks for what time alone has changed.
        """
        run = {"started_at": fields.Datetime.now(), "as_of": fields.Datetime.now(), "ok": True, "error": False}
        try:
            with self.env.cr.savepoint():
                if not self._lock():
                    return 0, self.env._("Another run is busy.")
                self.env.cr.execute(SQL("SET LOCAL work_mem = '64MB'"))  # one at a time: sums need not go to disk
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

    def _lock(self, wait=False):
        """Be the only one that counts until the transaction ends; False if another one does."""
        if wait:
            self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s)", LOCK))
            return True
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", LOCK))
        return self.env.cr.fetchone()[0]

    def _batch(self, source, run):
        """Marks, else a range of a recount, else sums that wait."""
        marks = self._take(source)
        rebuild, ids = self.env["triangle.rebuild"], {record for record, *_rest in marks if record > 0}
        if days := {(company, day) for record, company, day, _at in marks if not record}:
            self._mark_records_on(source, days, run["as_of"])
        stored, fresh = (ids, set()) if marks else rebuild._next(source)
        touched = self._replace(source, sorted(stored), run["as_of"]) if stored else set()
        if fresh:
            touched |= self._replace(source, sorted(fresh), run["as_of"], is_new=True)
        if self._more(source) if marks else rebuild._of(source.name):
            self.env["triangle.dirty"]._mark_sums(source.name, touched | days)
        else:
            touched |= days | self._take_sums(source, DAYS)
            self.env["triangle.cells"]._rebuild(self._measure_ids(source), touched)
            run["changed"] = len(touched)
        if marks:
            oldest = min(at for _record, _company, _day, at in marks)
            run["lag_seconds"] = max((run["as_of"] - oldest).total_seconds(), 0)
        run["records"] = len(stored) + len(fresh)
        return len(marks) + run["records"] + len(touched)

    def _more(self, source):
        """Whether changed records of a source still wait: then its sums wait too."""
        self.env.cr.execute(SQL(
            "SELECT EXISTS (SELECT FROM triangle_dirty WHERE source = %s AND record_id >= 0)", source.name))
        return self.env.cr.fetchone()[0]

    def _mark_passing(self, source, now):
        """Time passes: mark records that count from now on, and stock records written since the last run."""
        since = self.env["triangle.job.run"].sudo()._as_of(source.name)  # the engine's own log
        Dirty, behind = self.env["triangle.dirty"], self.env["triangle.rebuild"]._behind(source)
        lines = [line for _id, line in self._lines(source) if line.visible_at is not None]
        for moment in {line.visible_at.code: line.visible_at for line in lines}.values():
            later = SQL("AND %s > %s", moment, since) if since else SQL()
            Dirty._insert(source.name, SQL(
                "SELECT %s AS id FROM %s WHERE %s <= %s %s AND %s",
                source.id, source.tables, moment, now, later, behind))
        if source.polled:
            table = SQL.identifier(self.env[source.model]._table)
            recent = SQL("WHERE write_date > %s - interval '10 minutes'", since) if since else SQL()
            Dirty._insert(source.name, SQL("SELECT id FROM %s %s", table, recent))

    def _take(self, source):
        """Take marks off the queue; they come back if the batch fails."""
        self.env.cr.execute(SQL(
            # An array, not IN: without statistics the planner would run the subquery once for each row.
            "DELETE FROM triangle_dirty WHERE id = ANY(ARRAY("
            "SELECT id FROM triangle_dirty WHERE source = %s AND record_id >= 0 ORDER BY id LIMIT %s"
            " FOR UPDATE SKIP LOCKED)) RETURNING record_id, company_id, day, marked_at",
            source.name, MARKS,
        ))
        return self.env.cr.fetchall()

    def _take_sums(self, source, limit):
        """Days whose cells wait to be summed, in order, so that a month is summed once."""
        self.env.cr.execute(SQL(
            """WITH d AS (SELECT DISTINCT company_id, day FROM triangle_dirty
                           WHERE source = %s AND record_id < 0 ORDER BY 1, 2 LIMIT %s)
               DELETE FROM triangle_dirty t USING d WHERE t.source = %s AND t.record_id < 0
                  AND t.company_id = d.company_id AND t.day = d.day RETURNING t.company_id, t.day""",
            source.name, limit, source.name))
        return set(self.env.cr.fetchall())

    # -- facts -------------------------------------------------------------------------------------

    def _mark_records_on(self, source, days, now):
        """Mark the records whose facts stand, or should stand, on some local days."""
        measures = self._measure_ids(source)
        companies, dates = zip(*sorted(days), strict=True)
        first, last = min(dates), max(dates)
        near = SQL(" OR ").join([SQL("FALSE"), *(
            SQL("(%s >= %s::date - 1 AND %s < %s::date + 2)", anchor, first, anchor, last)
            for anchor in {line.anchor.code: line.anchor for _id, line in self._lines(source)}.values()
        )])
        stored = SQL(" UNION ").join(
            SQL("SELECT record_id FROM %s f JOIN d USING (company_id, day) WHERE f.measure_id = ANY(%s)",
                SQL.identifier(table), measures)
            for table in ("triangle_fact", "triangle_presence")
        )
        # Materialized: without statistics the planner would compute every fact once for each day.
        self.env["triangle.dirty"]._insert(source.name, SQL(
            """WITH d AS MATERIALIZED (SELECT * FROM unnest(%s::int[], %s::date[]) d(company_id, day)),
                    f AS MATERIALIZED (%s)
               SELECT record_id AS id FROM f JOIN d USING (company_id, day) UNION %s""",
            list(companies), list(dates), self._facts_sql(source, SQL("(%s)", near), now), stored,
        ))
