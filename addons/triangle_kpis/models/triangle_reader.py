from datetime import date
from itertools import product
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..sources.base import LEVEL, QUANTILES, SUMMED
from ..tools.formula import Formula
from ..tools.statistics import quantile
from ..tools.window import segments
from .triangle_cell import BINS, CAMPAIGN, COMPANY, DEPARTMENT, SUMS, TEAM_CHANNEL

FILTERS = ("team_id", "channel_id", "department_id", "campaign_id")
EVER = date(1900, 1, 1)


class Sums(NamedTuple):
    """What a window holds of one measure."""

    num: float = 0.0
    den: float = 0.0
    n: int = 0
    sum: float = 0.0
    sumsq: float = 0.0
    bins: tuple = ()  # sixteen counts, where they were asked for


NOTHING = Sums()


class TriangleReader(models.AbstractModel):
    """Reads measures for windows, in a bounded number of queries however many windows there are.

    How to use: ``_values(kpis, windows, filters)`` gives everything the formulas of some figures
    name; ``_sums`` the bare sums, also split by a dimension. Windows are {name: (first, last)}
    of local days. Aggregates are open to whoever may see the triangle, for the companies that
    are switched on; the records behind them are opened with the user's own rights. SQL: a join
    with a list of windows is nothing the ORM can say.

    Filters are the dimensions of ``FILTERS`` and ``as_of`` (UTC): figures as they would have been
    counted from the records at that moment, slower because no sum is at hand.
    """

    _name = "triangle.reader"
    _description = "Reader of facts"

    # -- what formulas name ------------------------------------------------------------------------

    @api.model
    def _names(self):
        """{name a formula may use: (measure, part)}."""
        lines = self.env["triangle.measure"]._lines().values()
        return {"days": (None, "days"), **{name: (m.code, part) for m in lines for name, part in m.names.items()}}

    @api.model
    def _names_of(self, kpis):
        """Names some figures need: of their formulas, and how many they rest on."""
        names = set()
        for kpi in kpis:
            names |= self._formula_names(kpi)
            for code in {kpi.num_measure, kpi.den_measure} - {False}:
                names |= {f"{code}_{part}" for part in (*SUMMED, "keys")}
        return names

    @staticmethod
    def _formula_names(kpi):
        try:
            return Formula(kpi.formula).names if kpi.formula else frozenset()
        except ValueError:
            return frozenset()

    @api.model
    def _values(self, kpis, windows, filters, names=()):
        """{window: {name: value}} of all names some figures need, and of further ``names``.

        A sum over nothing is 0, a quantile or a level of nothing is None. A measure asked for a
        quantile also has ``<measure>_bins``; a figure counted by code is there under its own
        code, as a ``Figure``.
        """
        known = self._names()
        wanted = {name: known[name] for name in {*names, *self._names_of(kpis)} if name in known}
        values = {name: {"days": (last - first).days + 1} for name, (first, last) in windows.items()}
        self._add_sums(values, windows, filters, wanted)
        self._add_to_date(values, windows, filters, wanted)
        self._add_keys(values, windows, filters, wanted)
        for kpi in kpis:
            for name in windows if kpi.computed else ():
                values[name][kpi.code] = self.env["triangle.recompute"]._figure(kpi, windows[name], filters)
        return values

    def _add_sums(self, values, windows, filters, wanted):
        lines = self.env["triangle.measure"]._lines()
        parts = {name: pair for name, pair in wanted.items() if pair[1] in (*SUMMED, *QUANTILES, "money")}
        codes = {code for code, _part in parts.values()}
        levels = {code for code in codes if lines[code].kind == LEVEL}
        bins = any(part in QUANTILES for _code, part in parts.values())
        sums = self._sums(windows, codes - levels, filters, bins=bins)
        last = self._levels(windows, levels, filters)
        mixed = any(part == "money" for _c, part in parts.values()) and len(self.env.companies.currency_id) > 1
        for window, name in product(windows, parts):
            code, part = parts[name]
            if code in levels:
                values[window][name] = getattr(last[window].get(code), part, None)
            else:
                self._add_part(values[window], name, part, sums[window].get(code, NOTHING), mixed)

    @staticmethod
    def _add_part(found, name, part, sums, mixed):
        if part not in QUANTILES:
            found[name] = getattr(sums, {"money": "sum" if mixed else "num"}.get(part, part))
            return
        bins = sums.bins or (0,) * len(BINS)
        minutes = quantile(bins, QUANTILES[part])
        found[name] = minutes and minutes[0]
        found[f"{name.removesuffix(part)}bins"] = bins

    def _add_to_date(self, values, windows, filters, wanted):
        """Everything up to the last day of each window: levels made of flows."""
        names = {name: code for name, (code, part) in wanted.items() if part == "to_date"}
        ever = {window: (EVER, last) for window, (_first, last) in windows.items()}
        sums = self._sums(ever, set(names.values()), filters)
        for window, found in values.items():
            found.update((name, sums[window].get(code, NOTHING).num) for name, code in names.items())

    def _add_keys(self, values, windows, filters, wanted):
        names = {name: code for name, (code, part) in wanted.items() if part == "keys"}
        keys = self._keys(windows, set(names.values()), filters)
        for window, found in values.items():
            found.update((name, keys[window].get(code, 0)) for name, code in names.items())

    # -- sums --------------------------------------------------------------------------------------

    @api.model
    def _sums(self, windows, codes, filters, by=None, bins=False):
        """{window name: {measure code: Sums}}, or {window name: {(key, code): Sums}} split ``by`` a dimension."""
        measures = self._ids_of(codes)
        result = {name: {} for name in windows}
        if not windows or not measures:
            return result
        for name, key, measure, *sums in self._rows(windows, measures, filters, by, bins):
            sums = [value or 0 for value in sums]
            code = measures[measure]
            result[name][(key, code) if by else code] = Sums(*sums[:5], tuple(int(count) for count in sums[5:]))
        return result

    @api.model
    def _daily(self, windows, codes, filters):
        """{window name: {(day, measure code): Sums}}, day by day, in one query."""
        measures, asked = self._ids_of(codes), {name for name in FILTERS if filters.get(name)}
        gset = None if filters.get("as_of") else self._grouping_set(asked)
        result = {name: {} for name in windows}
        if not windows or not measures:
            return result
        source, match = SQL("triangle_cell"), SQL("c.level = 0 AND c.gset = %s", gset)
        if gset is None:
            source, match = self._source_table("triangle_fact", filters, set(measures.values())), SQL("TRUE")
        self.env.cr.execute(SQL(
            """SELECT seg.name, c.day, c.measure_id, %s FROM (VALUES %s) seg(name, a, b)
                 JOIN %s c ON c.day BETWEEN seg.a AND seg.b
                WHERE c.measure_id = ANY(%s) AND %s AND %s GROUP BY 1, 2, 3""",
            self._sum_columns(gset is None, False),
            SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            source, list(measures), match, self._where(filters)))
        for name, day, measure, *sums in self.env.cr.fetchall():
            result[name][day, measures[measure]] = Sums(*(value or 0 for value in sums))
        return result

    def _ids_of(self, codes):
        return {id_: code for code, id_ in self.env["triangle.measure"]._ids_by_code().items() if code in codes}

    def _rows(self, windows, measures, filters, by, bins):
        asked = {name for name in FILTERS if filters.get(name)} | ({by} if by else set())
        gset = None if filters.get("as_of") else self._grouping_set(asked)
        key = SQL("c.%s", SQL.identifier(by)) if by else SQL("0")
        match = SQL("c.measure_id = ANY(%s) AND %s", list(measures), self._where(filters))
        if gset is None:
            source = self._source_table("triangle_fact", filters, set(measures.values()), min(windows.values())[0])
            self.env.cr.execute(SQL(
                """SELECT seg.name, %s, c.measure_id, %s FROM (VALUES %s) seg(name, a, b)
                     JOIN %s c ON c.day BETWEEN seg.a AND seg.b WHERE %s GROUP BY 1, 2, 3""",
                key, self._sum_columns(True, bins),
                SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
                source, match))
            return self.env.cr.fetchall()
        lines = [(name, *line) for name, window in windows.items() for line in segments(*window)]
        return self._cell_rows(lines, key, bins, SQL("c.gset = %s AND %s", gset, match)) if lines else []

    def _cell_rows(self, lines, key, bins, match):
        """Rows of some (window name, level, from, to). Lateral: else the planner reads every day there ever was."""
        names = SUMS if bins else SUMS[:5]
        whole = SQL(", ").join(SQL("SUM(x.%s)", SQL.identifier(name)) for name in names)
        parts = SQL(", ").join(SQL("SUM(c.%s) AS %s", *[SQL.identifier(name)] * 2) for name in names)
        self.env.cr.execute(SQL(
            """SELECT seg.name, x.key, x.measure_id, %s FROM (VALUES %s) seg(name, level, a, b) CROSS JOIN LATERAL (
                      SELECT %s AS key, c.measure_id, %s FROM triangle_cell c
                       WHERE c.day BETWEEN seg.a AND seg.b AND c.level = seg.level AND %s GROUP BY 1, 2) x
                GROUP BY 1, 2, 3""",
            whole, SQL(", ").join(SQL("(%s, %s, %s::date, %s::date)", *line) for line in lines), key, parts, match))
        return self.env.cr.fetchall()

    def _sum_columns(self, from_facts, bins):
        """The columns of ``Sums``, of facts or of cells."""
        if from_facts:
            count = self.env["triangle.cells"]._bins("c") if bins else []
            return SQL(", ").join([SQL(
                "SUM(c.num), SUM(c.den), COUNT(*), SUM(c.value), SUM(c.value * c.value)"), *count])
        names = SUMS if bins else SUMS[:5]
        return SQL(", ").join(SQL("SUM(c.%s)", SQL.identifier(name)) for name in names)

    @api.model
    def _levels(self, windows, codes, filters):
        """{window: {code: Sums}} of levels on the last day of the window on which they were counted.

        A company leaves a mark, a fact of the record ``-company``, on every day it was counted on:
        so a level of nothing is 0, and one never counted is not there.
        """
        measures = self._ids_of(codes)
        result = {name: {} for name in windows}
        if not windows or not measures:
            return result
        self.env.cr.execute(SQL(
            """SELECT seg.name, m.id, SUM(c.num), SUM(c.den), COUNT(*) FILTER (WHERE c.record_id > 0),
                      SUM(c.value), SUM(c.value * c.value)
                 FROM (VALUES %s) seg(name, a, b)
                CROSS JOIN unnest(%s::int[]) m(id) CROSS JOIN unnest(%s::int[]) co(id)
                CROSS JOIN LATERAL (
                      SELECT MAX(day) AS day FROM triangle_fact
                       WHERE measure_id = m.id AND record_id = -co.id AND day BETWEEN seg.a AND seg.b) counted
                 JOIN triangle_fact c ON c.measure_id = m.id AND c.company_id = co.id AND c.day = counted.day
                WHERE (c.record_id < 0 OR %s) GROUP BY 1, 2""",
            SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            list(measures), self.env.companies.ids, self._where(filters),
        ))
        for name, measure, *sums in self.env.cr.fetchall():
            result[name][measures[measure]] = Sums(*(value or 0 for value in sums))
        return result

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
