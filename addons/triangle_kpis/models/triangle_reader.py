from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..tools.window import segments
from .triangle_cell import CAMPAIGN, COMPANY, DEPARTMENT, TEAM_CHANNEL

FILTERS = ("team_id", "channel_id", "department_id", "campaign_id")


class Sums(NamedTuple):
    """What a window holds of one measure."""

    num: float
    den: float
    n: int
    sum: float


class TriangleReader(models.AbstractModel):
    """Reads sums of measures for windows, in one query however many windows there are.

    Aggregates are open to whoever may see the triangle, for the companies that are switched on;
    the records behind them are opened with the user's own rights. SQL: a join with a list of
    windows is nothing the ORM can say.
    """

    _name = "triangle.reader"
    _description = "Reader of facts"

    @api.model
    def _sums(self, windows, codes, filters, by=None):
        """{window name: {measure code: Sums}}, or {window name: {(key, code): Sums}} split ``by`` a dimension."""
        measures = {id_: code for code, id_ in self.env["triangle.measure"]._ids_by_code().items() if code in codes}
        if not windows or not measures:
            return {name: {} for name in windows}
        rows = self._rows(windows, list(measures), filters, by)
        result = {name: {} for name in windows}
        for name, key, measure, *sums in rows:
            code = measures[measure]
            result[name][(key, code) if by else code] = Sums(*(value or 0 for value in sums))
        return result

    def _rows(self, windows, measures, filters, by):
        gset = self._grouping_set({name for name in FILTERS if filters.get(name)} | ({by} if by else set()))
        source, count = (SQL("triangle_fact"), SQL("COUNT(*)"))
        lines = [(name, 0, *window) for name, window in windows.items()]
        match = SQL("c.day BETWEEN seg.a AND seg.b")
        if gset is not None:
            source, count = SQL("triangle_cell"), SQL("SUM(c.n)")
            lines = [(name, *line) for name, window in windows.items() for line in segments(*window)]
            match = SQL("%s AND c.level = seg.level AND c.gset = %s", match, gset)
        if not lines:
            return []
        self.env.cr.execute(SQL(
            """SELECT seg.name, %s, c.measure_id, SUM(c.num), SUM(c.den), %s, SUM(c.%s)
                 FROM (VALUES %s) seg(name, level, a, b) JOIN %s c ON %s
                WHERE c.measure_id = ANY(%s) AND %s GROUP BY 1, 2, 3""",
            SQL("c.%s", SQL.identifier(by)) if by else SQL("0"), count,
            SQL("value") if gset is None else SQL("sum"),
            SQL(", ").join(SQL("(%s, %s, %s::date, %s::date)", *line) for line in lines),
            source, match, measures, self._where(filters),
        ))
        return self.env.cr.fetchall()

    @staticmethod
    def _grouping_set(dimensions):
        """The declared set that answers a question exactly, or None: then facts are read."""
        if not dimensions:
            return COMPANY
        if dimensions <= {"team_id", "channel_id"}:
            return TEAM_CHANNEL
        return {frozenset({"department_id"}): DEPARTMENT, frozenset({"campaign_id"}): CAMPAIGN}.get(
            frozenset(dimensions))

    def _where(self, filters):
        """Companies switched on, and the dimensions asked for."""
        parts = [SQL("c.company_id = ANY(%s)", self.env.companies.ids)]
        parts += [SQL("c.%s = %s", SQL.identifier(name), int(filters[name])) for name in FILTERS if filters.get(name)]
        return SQL(" AND ").join(parts)

    @api.model
    def _last_day(self, codes):
        """(last local day with one of these measures, last day with any); None without facts."""
        ids = self.env["triangle.measure"]._ids_by_code()
        self.env.cr.execute(SQL(
            "SELECT MAX(day) FILTER (WHERE measure_id = ANY(%s)), MAX(day) FROM triangle_cell"
            " WHERE gset = 0 AND level = 0 AND company_id = ANY(%s)",
            [ids[code] for code in codes if code in ids], self.env.companies.ids,
        ))
        return self.env.cr.fetchone()

    @api.model
    def _record_ids(self, code, window, filters, part):
        """Ids of the records a measure counted in a window: all, num (counted) or miss (not counted)."""
        condition = {
            "all": SQL("TRUE"), "num": SQL("c.num > 0"), "miss": SQL("c.den > 0 AND c.num < c.den"),
        }[part]
        self.env.cr.execute(SQL(
            "SELECT c.record_id FROM triangle_fact c WHERE c.measure_id = %s AND c.day BETWEEN %s AND %s"
            " AND %s AND %s ORDER BY 1",
            self.env["triangle.measure"]._ids_by_code()[code], *window, self._where(filters), condition,
        ))
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _distinct(self, code, window, filters):
        """How many different keys (customers) there were; never a sum of days."""
        self.env.cr.execute(SQL(
            "SELECT COUNT(DISTINCT c.key_id) FROM triangle_presence c WHERE c.measure_id = %s"
            " AND c.day BETWEEN %s AND %s AND %s",
            self.env["triangle.measure"]._ids_by_code()[code], *window, self._where(filters),
        ))
        return self.env.cr.fetchone()[0]

    @api.model
    def _health(self):
        """({source: error} of sources whose last run failed, moment every source has been counted up to)."""
        self.env.cr.execute(SQL(
            "SELECT DISTINCT ON (source) source, error, ok, as_of FROM triangle_job_run ORDER BY source, id DESC"))
        rows = self.env.cr.fetchall()
        failed = {source: error for source, error, ok, _as_of in rows if not ok}
        return failed, min((as_of for _source, _error, _ok, as_of in rows if as_of), default=None)
