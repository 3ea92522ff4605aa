from odoo import api, models

from ..tools import decompose, index
from ..tools import window as pure
from .triangle_dashboard_score import SIDES
from .triangle_recompute import Figure

MONTHS = 30
OUTCOMES = ("K17", "K14", "K16")  # outcomes stay out of the index: they test it


class TriangleDashboardLink(models.AbstractModel):
    """Behind the score: what other weights would say, how teams compare, and whether it goes with outcomes at all."""

    _inherit = "triangle.dashboard"

    @api.model
    @api.readonly
    def get_score(self, filters=None):
        """{"score", "sides", "parts", "teams", "link"}: everything behind the Triangle score. See ``readme/API.md``."""
        self._check_viewer()
        kpis, context, tiles = self._scored(filters)
        weighted, period = context["kpis"], context["period"]
        return {
            "period": {name: period[name] for name in ("from", "to", "label", "compare")},
            **self._score(weighted, tiles, context), "parts": self._score_parts(weighted, tiles),
            "teams": self._score_teams(weighted, context),
            "link": self._link(kpis, weighted, context),
        }

    @api.model
    @api.readonly
    def get_sure(self, block, filters=None):
        """One question to the score, answered in words: ``moved``, ``weights``, ``topics`` or ``pays``."""
        self._check_viewer()
        return self.env["triangle.sure"]._block(block, filters)

    def _scored(self, filters):
        """(all figures, what the weighted ones are made of, their tiles) of some filters."""
        filters = self._clean(filters)
        period, kpis = self._period(filters), self._kpis()
        weighted = kpis.filtered("weight")
        context = self._context(weighted, period, filters, {
            name: window for name, window in period["windows"].items() if name in ("now", "then")})
        return kpis, context, {kpi.code: self._tile(kpi, context, trend=False) for kpi in weighted}

    def _score_parts(self, kpis, tiles):
        """What each side is made of: value, score, weight and share of its side that counts."""
        members, found = self._members(kpis, tiles, "figure"), []
        for side in SIDES:
            known = sum(m.weight for m in members[side] if index.mark(m, m.value) is not None)
            for member in members[side]:
                mark = index.mark(member, member.value)
                found.append({
                    **self._short(tiles[member.code]), "side": side, "score": mark, "weight": member.weight,
                    "share": member.weight / known if mark is not None else 0.0, "floor": member.floor,
                })
        return found

    def _score_teams(self, kpis, context):
        """[{"id", "name", "score", "sides", "rank": [best, worst]}]: a rank only with the range of other weights."""
        if context["filters"].get("team_id"):
            return []
        units = self._team_members(kpis.filtered(lambda k: not k.computed and not k.live and k.side in SIDES), context)
        ranges, names = index.rank_ranges(units), self._member_names("team_id", units)
        return sorted(({
            "id": team, "name": names[team], "score": index.index_of(sides), "rank": list(ranges.get(team, ())) or None,
            "sides": {side: index.side_score(sides[side]) for side in SIDES},
        } for team, sides in units.items()), key=lambda row: row["name"].casefold())

    def _team_members(self, kpis, context):
        """{team: {side: members of its score}}; what belongs to no team is left out."""
        codes = {code for kpi in kpis for code in self._measures_of(kpi)}
        cross = self._cross({"now": context["compared"]["now"]}, codes, context["filters"]).get("team_id", {})
        units = {}
        for kpi in kpis:
            target = self._tile_words(kpi, context)["target"]
            for team, (own, _rest) in self._member_figures(kpi, self._only(cross.get("now", {}), kpi)).items():
                sides = units.setdefault(team, {side: [] for side in SIDES}) if team else {kpi.side: []}
                sides[kpi.side].append(self._member(kpi, {"status": "ok", "target": target}, own))
        return units

    def _only(self, sums, kpi):
        codes = self._measures_of(kpi)
        return {(member, code): line for (member, code), line in sums.items() if code in codes}

    # -- does it go with what it is meant to lead to? ----------------------------------------------

    def _link(self, kpis, weighted, context):
        """Rank correlation of monthly sides with outcomes at lags of 0 to 6 months; a hypothesis, never a weight.

        {"months", "needed", "warning", "rows": [{"side", "kpi", "label", "lags"}]}; fewer than 18 months: no rows.
        """
        months = {str(i): window for i, window in enumerate(
            pure.months(self._before_today(context["period"]), MONTHS))}
        outcomes = kpis.filtered(lambda kpi: kpi.code in OUTCOMES)
        formulas = (weighted | outcomes).filtered(lambda kpi: not kpi.computed and not kpi.live)
        sums = self.env["triangle.reader"]._values(formulas, months, context["filters"])
        sides = self._monthly_sides(weighted & formulas, sums, context)
        series = {kpi: self._monthly(kpi, months, sums, context) for kpi in outcomes}
        labels = {"external": self.env._("Made"), "internal": self.env._("Enabled"), "interactive": self.env._("Kept")}
        rows = [{"side": side, "label": labels[side], "kpi": kpi.code, "outcome": kpi.name, "n": _pairs(
            sides[side], series[kpi]), "lags": decompose.lagged(sides[side], series[kpi])}
            for side in SIDES for kpi in outcomes]
        return {
            "months": max((row["n"] for row in rows), default=0), "needed": decompose.FEWEST_MONTHS,
            "rows": [row for row in rows if row["lags"]],
            "warning": self.env._(
                "A link is no cause: both may follow the season or a third thing, and of many pairs some look linked"
                " by chance. Read it as a question, with its range and its months."),
        }

    def _monthly_sides(self, kpis, sums, context):
        """{side: [score or None, month by month]}."""
        found = {side: [] for side in SIDES}
        targets = {kpi: self._tile_words(kpi, context)["target"] for kpi in kpis}
        for values in sums.values():
            members = {side: [] for side in SIDES}
            for kpi in kpis.filtered(lambda kpi: kpi.side in SIDES):
                tile = {"status": "ok", "target": targets[kpi]}
                members[kpi.side].append(self._member(kpi, tile, self._safe(kpi, values)))
            for side in SIDES:
                found[side].append(index.side_score(members[side]))
        return found

    def _safe(self, kpi, values):
        try:
            return self._judge(kpi, values)
        except (ValueError, KeyError):
            return Figure()

    def _monthly(self, kpi, months, sums, context):
        """Values of an outcome, month by month; of one counted by code those that were kept."""
        if not kpi.computed:
            return [self._safe(kpi, values).value for values in sums.values()]
        # sudo: kept figures are read as figures are
        lines = self.env["triangle.snapshot"].sudo().search([
            ("kpi_id", "=", kpi.id), ("company_id", "=", self.env.company.id),
            ("date_to", "in", [last for _first, last in months.values()])], order="as_of, id")
        kept = {(line.date_from, line.date_to): None if line.is_gone else line.value for line in lines}
        return [kept.get(window) for window in months.values()]


def _pairs(one, other):
    """How many months two series have in common."""
    return sum(a is not None and b is not None for a, b in zip(one, other, strict=True))
