from odoo import models
from odoo.tools import SQL

from ..tools import decompose, intervals
from .triangle_dashboard_kpi import CLUSTERED
from .triangle_reader import Sums

# Models whose records are about a topic: (joins, topic)
TOPICS = {
    "frontoffice.encounter": (SQL(), SQL("r.need_id")),
    "frontoffice.case": (SQL(), SQL("r.need_id")),
    "frontoffice.promise": (
        SQL("LEFT JOIN frontoffice_encounter te ON te.id = r.encounter_id LEFT JOIN frontoffice_case tc"
            " ON tc.id = r.case_id"), SQL("COALESCE(tc.need_id, te.need_id)")),
}
TOPIC, TEAM = "need_id", "team_id"


class TriangleDashboardAlike(models.AbstractModel):
    """Is it the team, or what the team is asked for? Topics as a dimension of the one figure looked at.

    Topics are no dimension of the facts: they are read from the records behind them, for one figure and
    one or two periods, where there are not too many.
    """

    _inherit = "triangle.dashboard"

    def _doubted(self, kpi, tiles, cross, context):
        """The comparison of a figure's members; what there is to doubt goes onto its tile, topics into ``cross``."""
        members = self._compared(kpi, tiles[kpi.code], cross, context)
        topics = self._add_topics(kpi, tiles[kpi.code], cross, context) if cross else {}
        self._badge(kpi, tiles, cross)
        self._mark_alike(kpi, tiles[kpi.code], members, topics)
        return members

    def _topic_sums(self, kpi, windows, filters):
        """{window: {(topic, team, measure code): Sums}} of a share; empty where its records know no topic."""
        model = self._counted_model(kpi) if self._is_share(kpi) else None
        if model not in TOPICS or self._source_of(kpi.num_measure) != self._source_of(kpi.den_measure):
            return {}
        (joins, topic), reader = TOPICS[model], self.env["triangle.reader"]
        measures = reader._ids_of({kpi.num_measure, kpi.den_measure})
        self.env.cr.execute(SQL(
            """SELECT seg.name, COALESCE(%s, 0), c.team_id, c.measure_id, SUM(c.num), SUM(c.den), COUNT(*)
                 FROM (VALUES %s) seg(name, a, b) JOIN %s c ON c.day BETWEEN seg.a AND seg.b
                 JOIN %s r ON r.id = c.record_id %s
                WHERE c.measure_id = ANY(%s) AND %s GROUP BY 1, 2, 3, 4""",
            topic, SQL(", ").join(SQL("(%s, %s::date, %s::date)", name, *window) for name, window in windows.items()),
            reader._source_table("triangle_fact", filters, set(measures.values()), min(windows.values())[0]),
            SQL.identifier(self.env[model]._table), joins, list(measures), reader._where(filters)))
        found = {name: {} for name in windows}
        for name, topic_id, team, measure, *sums in self.env.cr.fetchall():
            found[name][topic_id, team, measures[measure]] = Sums(*sums)
        return found

    def _add_topics(self, kpi, tile, cross, context):
        """Topics beside the other dimensions of ``cross``; returns what they were read from, or nothing."""
        if not 0 < tile["n"] <= CLUSTERED or kpi.live:
            return {}
        found = self._topic_sums(kpi, context["compared"], context["filters"])
        if found:
            cross[TOPIC] = {name: self._sum_over(lines) for name, lines in found.items()}
        return found

    @staticmethod
    def _sum_over(lines):
        """{(topic, code): Sums} of all teams."""
        found = {}
        for (topic, _team, code), sums in lines.items():
            found[topic, code] = Sums(*(a + b for a, b in zip(found.get((topic, code), Sums()), sums, strict=False)))
        return found

    def _mark_alike(self, kpi, tile, members, topics):
        """Teams that stand apart from the others, and no longer do for the same topics: a line says so, and a badge.

        ``topics`` on a row: {"difference": [low, high] for the same topics, "alike"}. Mantel-Haenszel over topics.
        """
        rows = next((group["rows"] for group in members if group["by"] == TEAM), ())
        for row in rows if topics else ():
            strata = self._strata(kpi, row["id"], topics["now"])
            pair = decompose.same_mix(strata)
            if not pair:
                continue
            if kpi.formula and row["value"] is not None and self._is_turned(kpi, row):
                pair = (-pair[0], -pair[2], -pair[1])
            row["topics"] = {"value": pair[0], "difference": list(pair[1:]), "alike": self._is_alike(row, pair)}
            if row["topics"]["alike"] and "alike" not in tile["badges"]:
                tile["badges"].append("alike")

    @staticmethod
    def _is_alike(row, pair):
        """Apart in all, within chance for the same topics, most of the difference gone: few records are no proof."""
        crude = sum(row["difference"]) / 2 if row["difference"] else 0
        return bool(row["apart"]) and not intervals.excludes_zero(pair[1:]) and abs(pair[0]) < abs(crude) / 2

    @staticmethod
    def _is_turned(kpi, row):
        """Whether the figure is the share of those not counted."""
        return bool(row["n"]) and abs(row["value"] - row["count"] / row["n"]) > 1e-9

    def _strata(self, kpi, team, lines):
        """[(counted, out of, counted of the others, out of)] by topic."""
        found = {}
        for (topic, other, code), sums in lines.items():
            own = found.setdefault(topic, [0, 0, 0, 0])
            at = 0 if other == team else 2
            if code == kpi.num_measure:
                own[at] += sums.num
            if code == kpi.den_measure:
                own[at + 1] += sums.den or sums.num
        return list(found.values())
