from odoo import api, fields, models
from odoo.tools import SQL

from .triangle_compose import DAY
from .triangle_reader import FILTERS


class TriangleReader(models.AbstractModel):
    """Distinct counts, cohorts too young to judge, facts as of a moment, and the records behind a number."""

    _inherit = "triangle.reader"

    # -- at another moment -------------------------------------------------------------------------

    def _source_table(self, table, filters, codes, since=None):
        """A table of facts; with the filter ``as_of`` what would stand in it at that moment, from the records.

        Only the measures asked for, and from a day on if there is one: each costs what its records cost.
        """
        if not filters.get("as_of"):
            return SQL.identifier(table)
        engine, parts = self.env["triangle.engine"], []
        scope = SQL("measured.anchor <= ctx.now AND %s", SQL(
            "measured.anchor >= %s::date - 1", since) if since else SQL("TRUE"))
        for source in self.env["triangle.measure"]._sources().values():
            lines = [(measure_id, line) for measure_id, line in engine._lines(source) if line.code in codes]
            parts += [engine._compose(source, lines, engine._counts_sql, DAY, {
                "scope": scope, "now": filters["as_of"]})] if lines else []
        return SQL("(SELECT * FROM (%s) f WHERE f.key_id IS %s NULL)", SQL(" UNION ALL ").join(
            parts), SQL("NOT" if table == "triangle_presence" else "")) if parts else SQL(
            "(SELECT * FROM %s WHERE FALSE)", SQL.identifier(table))

    @api.model
    def _young(self, windows, codes, filters):
        """{window: {code: how many began in it that cannot be judged yet}}, for cohorts only."""
        measures = self._ids_of(codes)
        engine, now = self.env["triangle.engine"], filters.get("as_of") or fields.Datetime.now()
        since = min((first for first, _last in windows.values()), default=None)
        parts = [engine._young_sql(source, self._young_scope(source, codes, since, now), now)
                 for source in self.env["triangle.measure"]._sources().values()
                 if any(line.is_cohort and line.code in codes for line in source.measures)]
        result = {name: {} for name in windows}
        if not windows or not parts:
            return result
        self.env.cr.execute(SQL(
            """SELECT seg.name, c.measure_id, COUNT(*) FROM (VALUES %s) seg(name, a, b)
                 JOIN (%s) c ON c.day BETWEEN seg.a AND seg.b WHERE c.measure_id = ANY(%s) AND %s GROUP BY 1, 2""",
            SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            SQL(" UNION ALL ").join(parts), list(measures), self._where(filters)))
        for name, measure, count in self.env.cr.fetchall():
            result[name][measures[measure]] = count
        return result

    @staticmethod
    def _young_scope(source, codes, since, now):
        """Only what began lately and is still followed: all else is not even looked at."""
        return SQL("(%s)", SQL(" OR ").join([SQL("FALSE"), *(
            SQL("(%s >= %s::date - 1 AND %s > %s)", line.anchor, since, line.visible_at, now)
            for line in source.measures if line.is_cohort and line.code in codes)]))

    # -- distinct counts ---------------------------------------------------------------------------

    @api.model
    def _keys(self, windows, codes, filters):
        """{window: {code: how many different keys}}; never a sum of days.

        Usual windows are counted at night (``triangle.distinct``), so of these only the days since are
        looked at; any other window is counted now.
        """
        measures = self._ids_of(codes)
        result = {name: dict.fromkeys(codes, 0) for name in windows}
        if not windows or not measures:
            return result
        scope = None if filters.get("as_of") else self.env["triangle.distinct"]._scope(filters, FILTERS)
        known = self.env["triangle.distinct"]._known(scope, windows, list(measures))
        lines = [
            (name, measure, *window, known.get((name, measure), (0, None))[1])
            for name, window in windows.items() for measure in measures]
        for name, measure, count in self._count_keys(lines, codes, filters):
            result[name][measures[measure]] = count + known.get((name, measure), (0, None))[0]
        return result

    def _count_keys(self, lines, codes, filters):
        """[(window, measure, keys)] of [(window, measure, from, to, counted up to)]: keys not there before."""
        where = self._where(filters)
        self.env.cr.execute(SQL(
            """SELECT seg.name, seg.measure_id, CASE WHEN seg.known IS NULL THEN
                      (SELECT COUNT(DISTINCT c.key_id) FROM %(presence)s c WHERE c.measure_id = seg.measure_id
                          AND c.day BETWEEN seg.a AND seg.b AND %(where)s)
                      ELSE (SELECT COUNT(DISTINCT c.key_id) FROM triangle_presence c
                             WHERE c.measure_id = seg.measure_id AND c.day > seg.known AND c.day <= seg.b AND %(where)s
                               AND NOT EXISTS (SELECT FROM triangle_presence o WHERE o.measure_id = c.measure_id
                                   AND o.key_id = c.key_id AND o.day BETWEEN seg.a AND seg.known
                                   AND o.company_id = ANY(%(companies)s))) END
                 FROM (VALUES %(lines)s) seg(name, measure_id, a, b, known)""",
            presence=self._source_table("triangle_presence", filters, codes), where=where,
            companies=self.env.companies.ids,
            lines=SQL(", ").join(SQL("(%s, %s, %s::date, %s::date, %s::date)", *line) for line in lines)))
        return self.env.cr.fetchall()

    @api.model
    def _distinct(self, code, window, filters):
        """How many different keys (customers) there were in one window."""
        return self._keys({"now": window}, {code}, filters)["now"][code]

    # -- records and health ------------------------------------------------------------------------

    @api.model
    def _last_day(self, codes):
        """(last local day with one of these measures, last day with any); None without facts."""
        ids = self.env["triangle.measure"]._ids_by_code()
        some = SQL("c.measure_id = ANY(%s)", [ids[code] for code in codes if code in ids])
        self.env.cr.execute(SQL("SELECT %s, %s", self._last_day_sql(some), self._last_day_sql(SQL("TRUE"))))
        return self.env.cr.fetchone()

    def _last_day_sql(self, condition):
        """The last day on which something was counted: the end of an index for each company, not a sort of all."""
        return SQL(
            """(SELECT MAX(last.day) FROM unnest(%s::int[]) co(id) CROSS JOIN LATERAL (
                       SELECT c.day FROM triangle_cell c
                        WHERE c.gset = 0 AND c.level = 0 AND c.company_id = co.id AND %s
                        ORDER BY c.day DESC LIMIT 1) last)""", self.env.companies.ids, condition)

    @api.model
    def _record_ids(self, code, window, filters, part):
        """Ids of the records a measure counted in a window: all, num (counted) or miss (not counted)."""
        condition = {
            "all": SQL("c.record_id > 0"), "num": SQL("c.num > 0"), "miss": SQL("c.den > 0 AND c.num < c.den"),
        }[part]
        self.env.cr.execute(SQL(
            "SELECT c.record_id FROM %s c WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s"
            " AND %s AND %s ORDER BY 1",
            self._source_table("triangle_fact", filters, {code}),
            self.env["triangle.measure"]._ids_by_code()[code], *window, self._where(filters), condition,
        ))
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _health(self):
        """({source: error} of sources whose last run failed, moment every source has been counted up to)."""
        self.env.cr.execute(SQL(
            "SELECT DISTINCT ON (source) source, error, ok, as_of FROM triangle_job_run ORDER BY source, id DESC"))
        rows = self.env.cr.fetchall()
        failed = {source: error for source, error, ok, _as_of in rows if not ok}
        return failed, min((as_of for _source, _error, _ok, as_of in rows if as_of), default=None)
