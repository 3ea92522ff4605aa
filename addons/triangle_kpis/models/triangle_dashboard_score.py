from odoo import models

from ..tools import index, statistics
from .triangle_recompute import Figure

SIDES = ("external", "internal", "interactive")


class TriangleDashboardScore(models.AbstractModel):
    """The three sides and the Triangle Health Index over them: how sure, what it hangs on, what moved it.

    Policy of the index: figures inside a side make up for each other (weighted mean), sides do not
    (geometric mean, OECD/JRC Handbook 2008); a side needs figures for 60 % of its weight. A figure that follows
    everything for longer than the window is long weighs nothing in that window: it cannot be there yet.
    """

    _inherit = "triangle.dashboard"

    def _score(self, kpis, tiles, context):
        """``sides`` and ``score`` of the page; None where a side cannot be judged."""
        now, then = (
            self._members(self._ripe(kpis, context, window), tiles, which)
            for which, window in (("figure", "now"), ("before", "then")))
        scores, before = ({side: index.side_score(members[side]) for side in SIDES} for members in (now, then))
        known = {side: score for side, score in scores.items() if score is not None}
        weakest = min(known, key=known.get) if len(known) > 1 else None
        coverage = {side: index.coverage(now[side]) for side in SIDES}
        return {
            "sides": {side: self._side(side, kpis, tiles) | {
                "score": scores[side], "coverage": coverage[side], "weakest": side == weakest} for side in SIDES},
            "score": {
                "value": statistics.health_index(scores), "prev": statistics.health_index(before),
                "balance": statistics.balance(scores), "weakest": weakest, "coverage": coverage,
                **self._doubts(now, then, context), "attribution": self._attribution(now, then, scores, before),
            },
        }

    def _members(self, kpis, tiles, which):
        """{side: members of its score}: only what can be judged has a value."""
        members = {side: [] for side in SIDES}
        for kpi in kpis:
            tile = tiles[kpi.code]
            if kpi.weight and kpi.side in members:
                members[kpi.side].append(self._member(kpi, tile, tile.get(which) or Figure()))
        return members

    def _ripe(self, kpis, context, window):
        """Figures of which something in this window can have been followed for long enough, whatever was recorded."""
        first = context["period"]["windows"].get(window, (None,))[0]
        if not first:
            return kpis
        lines = self.env["triangle.measure"]._lines()
        followed = (self._day_of(context["filters"]) - first).days
        young = {code for code, line in lines.items() if line.follow_days > followed}
        return kpis.filtered(lambda kpi: kpi.computed or (kpi.den_measure or kpi.num_measure) not in young)

    def _member(self, kpi, tile, figure):
        judged = tile["status"] != "error" and figure.value is not None and (figure.n or 0) >= kpi.min_n
        target = tile["target"] if tile["target"] is not None else kpi.target
        interval = None if (figure.low, figure.high) == (None, None) else (figure.low, figure.high)
        return index.Member(
            kpi.code, figure.value if judged else None, interval, kpi.floor, target, kpi.weight,
            kpi.target_high if kpi.direction == "band" else None)

    def _side(self, side, kpis, tiles):
        labels = {
            "external": (self.env._("Made"), self.env._("external marketing")),
            "internal": (self.env._("Enabled"), self.env._("internal marketing")),
            "interactive": (self.env._("Kept"), self.env._("interactive marketing")),
        }
        anchor = next((tiles[kpi.code] for kpi in kpis if kpi.side == side and kpi.anchor), None)
        return {
            "label": labels[side][0], "small": labels[side][1],
            "value": anchor and anchor["value"], "kpi": anchor and anchor["code"],
            "status": anchor and anchor["status"], "provisional": not anchor or anchor["status"] != "ok",
        }

    def _doubts(self, now, then, context):
        """The 90 % band of the index, whether it really moved, and what other weights would say."""
        period = context["period"]
        drawn = index.draws(now, f"{period['from']}:{period['to']}")
        compared = period["compare"] and index.draws(then, f"{period['compare']['from']}:{period['compare']['to']}")
        band = index.band(drawn)
        return {"band": band and list(band), "moved": index.moved(drawn, compared),
                "sensitivity": index.sensitivity(now)}

    def _attribution(self, now, then, scores, before):
        """What moved the index: {side: {"share": of Δ ln, "points", "kpis", "set_change"}}, or None. Exact."""
        parts = index.attribution(scores, before)
        if parts is None:
            return None
        found = {}
        for side, share in parts.items():
            kpis, rest = index.side_attribution(now[side], then[side])
            found[side] = {"share": share, "points": scores[side] - before[side], "set_change": rest,
                           "kpis": [{"code": code, "points": points} for code, points in kpis.items()]}
        return found
