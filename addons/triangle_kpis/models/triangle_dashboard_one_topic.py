from odoo import models

from ..tools import decompose

FIGURE = "K28"
FEWEST = 30  # records of a team, before we say what it notes


class TriangleDashboardOneTopic(models.AbstractModel):
    """Needs that are clicked rather than asked: a team that nearly always notes the same topic."""

    _inherit = "triangle.dashboard"

    def _mark_alike(self, kpi, tile, members, topics):
        super()._mark_alike(kpi, tile, members, topics)
        if kpi.code == FIGURE and topics:
            names = self._member_names("team_id", self._of_one_topic(kpi, topics["now"]))
            if names:
                tile["one_topic"] = sorted(names.values())
                tile["badges"].append("one_topic")

    @staticmethod
    def _of_one_topic(kpi, lines):
        """Teams whose topics spread less than half as far as those of all."""
        spread, whole = {}, {}
        for (topic, team, code), sums in lines.items():
            if topic and code == kpi.den_measure:
                spread.setdefault(team, []).append(sums.den)
                whole[topic] = whole.get(topic, 0) + sums.den
        usual = decompose.entropy(whole.values())
        return [team for team, counts in spread.items()
                if team and sum(counts) >= FEWEST and decompose.entropy(counts) < usual / 2]

    @staticmethod
    def _sent(tile):
        return {key: value for key, value in tile.items() if key not in ("figure", "before", "one_topic", "still_open")}

    def _doubt_words(self, tile, design):
        found = super()._doubt_words(tile, design)
        if tile.get("one_topic"):
            found.append(self.env._(
                "%s nearly always notes the same topic: perhaps it is clicked, not asked.",
                ", ".join(tile["one_topic"])))
        return found
