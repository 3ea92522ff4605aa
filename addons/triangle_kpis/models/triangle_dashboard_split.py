from operator import add

from odoo import models
from odoo.tools import SQL

from ..tools import decompose
from ..tools.window import segments, shortest
from .triangle_cell import CAMPAIGN, DEPARTMENT, TEAM_CHANNEL
from .triangle_reader import FILTERS, Sums

SETS = {"team_id": TEAM_CHANNEL, "channel_id": TEAM_CHANNEL, "department_id": DEPARTMENT, "campaign_id": CAMPAIGN}
MODELS = {"team_id": "crm.team", "channel_id": "frontoffice.channel", "department_id": "hr.department",
          "campaign_id": "utm.campaign", "need_id": "frontoffice.need"}
FEWEST = 5  # a part with fewer records says nothing about a direction; fewer confidential requests are not told apart


class TriangleDashboardSplit(models.AbstractModel):
    """Figures told apart by team, channel, department or campaign, and what that says about a change."""

    _inherit = "triangle.dashboard"

    def _cross(self, windows, codes, filters, whole=False):
        """{dimension: {window: {(member, code): Sums}}}: one query without a filter, else some a dimension.

        ``whole``: these measures count in whole numbers, so months less some days do as well as all the days.
        """
        reader, chosen = self.env["triangle.reader"], {name for name in FILTERS if filters.get(name)}
        if chosen or filters.get("as_of"):
            return {name: reader._sums(windows, codes, filters, by=name) for name in FILTERS
                    if name not in chosen and reader._grouping_set({name, *chosen}) is not None}
        found = {name: {window: {} for window in windows} for name in FILTERS}
        for name, window, key, sums in self._cross_lines(windows, reader._ids_of(codes), whole):
            old = found[name][window].get(key)
            found[name][window][key] = Sums(*(map(add, old, sums) if old else sums))
        return found

    def _cross_lines(self, windows, measures, whole):
        """(dimension, window, (member, code), sums) of every member of every dimension."""
        for window, measure, *rest in self._cross_rows(windows, list(measures), whole):
            pairs = zip(FILTERS, rest[:4], strict=True)
            name, member = next((name, member) for name, member in pairs if member is not None)
            yield name, window, (member, measures[measure]), [value or 0 for value in rest[4:]]

    def _cross_rows(self, windows, measures, whole):
        """Rows of one member each, less what is confidential where there is too little to hide it among.

        SQL: as in ``triangle.reader._rows`` and ``triangle_confidential.py``, together.
        """
        segs = [(name, *line) for name, (first, last) in windows.items() for line in (
            shortest(first, last) if whole else ((1, *line) for line in segments(first, last)))]
        if not segs or not measures:
            return []
        self.env.cr.execute(SQL(
            """%(cells)s UNION ALL
               SELECT seg.name, c.measure_id, c.team_id, NULL, c.department_id, NULL,
                      -SUM(c.num), -SUM(c.den), -COUNT(*), -SUM(c.value), -SUM(c.value * c.value)
                 FROM (VALUES %(windows)s) seg(name, a, b) JOIN triangle_fact c ON c.day BETWEEN seg.a AND seg.b
                WHERE c.extra_key = 'confidential' AND c.measure_id = ANY(%(measures)s)
                  AND c.company_id = ANY(%(companies)s)
                GROUP BY GROUPING SETS ((1, 2, c.team_id), (1, 2, c.department_id)) HAVING COUNT(*) < %(fewest)s""",
            cells=self._cross_cells(segs, measures),
            windows=SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            measures=measures, companies=self.env.companies.ids, fewest=FEWEST))
        return self.env.cr.fetchall()

    def _cross_cells(self, segs, measures):
        """SELECT of the members there are of each dimension: window, measure, one member, its sums."""
        return SQL(
            # Lateral: without it the planner reads every day there is of these measures.
            """SELECT seg.name, x.measure_id, %(members)s, SUM(seg.sign * x.num), SUM(seg.sign * x.den),
                      SUM(seg.sign * x.n), SUM(seg.sign * x.sum), SUM(seg.sign * x.sumsq)
                 FROM (VALUES %(segs)s) seg(name, sign, level, a, b) CROSS JOIN LATERAL (
                      SELECT c.gset, c.measure_id, c.team_id, c.channel_id, c.department_id, c.campaign_id,
                             SUM(c.num) AS num, SUM(c.den) AS den, SUM(c.n) AS n, SUM(c.sum) AS sum,
                             SUM(c.sumsq) AS sumsq
                        FROM triangle_cell c
                       WHERE c.day BETWEEN seg.a AND seg.b AND c.level = seg.level AND c.gset BETWEEN 1 AND 3
                         AND c.measure_id = ANY(%(measures)s) AND c.company_id = ANY(%(companies)s)
                       GROUP BY 1, 2, 3, 4, 5, 6) x
                GROUP BY seg.name, x.gset, x.measure_id, GROUPING SETS (%(members)s)
               HAVING SUM(seg.sign * x.n) <> 0 AND (%(of_set)s)""",
            members=SQL(", ").join(SQL("x.%s", SQL.identifier(name)) for name in FILTERS),
            of_set=SQL(" OR ").join(
                SQL("x.gset = %s AND GROUPING(x.%s) = 0", gset, SQL.identifier(name)) for name, gset in SETS.items()),
            segs=SQL(", ").join(SQL("(%s, %s, %s, %s::date, %s::date)", *line) for line in segs),
            measures=measures, companies=self.env.companies.ids)

    # -- what a mix does ---------------------------------------------------------------------------

    def _is_share(self, kpi):
        """Whether a figure is counted ones out of all, so that its parts have weights."""
        return kpi.interval_kind in ("wilson", "clopper") and not kpi.computed and kpi.den_measure and kpi.num_measure

    def _parts_of(self, kpi, sums):
        """{member: (counted, out of)} of a share."""
        parts, counted, out_of = {}, kpi.num_measure, kpi.den_measure
        for (member, code), line in sums.items():
            if code in (counted, out_of):
                num, den = parts.get(member, (0, 0))
                parts[member] = (line.num if code == counted else num,
                                 (line.den or line.num) if code == out_of else den)
        return parts

    def _simpson(self, kpi, cross):
        """The dimension by which the whole moved one way and every part the other, or None."""
        for name, windows in cross.items():
            if "then" not in windows or not self._is_share(kpi):
                return None
            now, then = (self._parts_of(kpi, windows[window]) for window in ("now", "then"))
            if decompose.is_simpson(now, then, FEWEST):
                return name
        return None

    def _split(self, kpi, cross):
        """The change told apart by the dimension that explains most, or by the one that turns it round; or None."""
        if not self._is_share(kpi):
            return None
        turned, found = self._simpson(kpi, cross), []
        for name, windows in cross.items():
            now, then = (self._parts_of(kpi, windows.get(window, {})) for window in ("now", "then"))
            split = decompose.kitagawa(now, then)
            if split and len(split.rows) > 1:
                found.append((name == turned, abs(split.mix), name, split, now, then))
        if not found:
            return None
        _turned, _mix, name, split, now, then = max(found, key=lambda row: row[:2])
        names = self._member_names(name, split.rows)
        return {
            "by": name, "total": split.total, "rate": split.rate, "mix": split.mix, "simpson": turned == name,
            "standard": decompose.standardised(now, {m: then[m][1] for m in then if now.get(m, (0, 0))[1]}),
            "rows": sorted(({
                "id": member, "name": names[member], "rate": rate, "mix": mix,
                "now": list(now.get(member, (0, 0))), "then": list(then.get(member, (0, 0))),
            } for member, (rate, mix) in split.rows.items()), key=lambda row: row["name"].casefold()),
        }

    def _member_names(self, by, members):
        """{id: name}, one query. sudo: shown with an aggregate that is open to viewers."""
        Model = self.env[MODELS[by]].sudo().with_context(active_test=False)
        found = Model.search_fetch([("id", "in", [m for m in members if m])], [Model._rec_name])
        names = {record.id: record[Model._rec_name] for record in found}
        return {m: names.get(m) or (self.env._("(deleted)") if m else self.env._("Not assigned")) for m in members}
