import math
from statistics import fmean

from odoo import api, models

from ..tools import intervals, spc, statistics
from .triangle_alert_chart import UNITS

NEEDED = 4  # complete periods after closing


class TriangleAlertEffect(models.AbstractModel):
    """Did it help? Four complete periods after closing are compared with those of the alert.

    Shares: Newcombe's interval of the difference. Others: the difference of the means in σ of the
    usual range, z = Δ / √(1/n₁ + 1/n₂), called beyond 1.96.
    """

    _name = "triangle.alert.effect"
    _description = "Effect of closed alerts"

    @api.model
    def _verify(self, company, until):
        """Compare for alerts a person closed that have not been compared."""
        alerts = self.env["triangle.alert"].search([
            ("company_id", "=", company.id), ("family", "=", "spc"), ("state", "=", "closed"),
            ("effect", "=", False), ("adverse", "=", True), ("cause", "!=", "quiet")])
        for alert in alerts:
            found = self._compare(alert, until)
            if found:
                alert.write(found)

    def _compare(self, alert, until):
        charts = self.env["triangle.chart"]
        spans = charts._spans(alert.grain, until)
        closed = max(alert.closed_at.date(), alert.last_day)
        before = [s for s in spans if s[0] >= alert.first_day and s[1] <= alert.last_day]
        after = [s for s in spans if s[0] > closed]
        if len(after) < NEEDED or not before:
            return None
        filters = {name: alert[name].id for name in UNITS if alert[name]}
        figures = charts._figures(alert.kpi_id, before + after, filters)[alert.kpi_id]
        kind = charts._kind(alert.kpi_id, figures)
        points = charts._points(alert.kpi_id, kind, figures)
        first = [point for point in points[:len(before)] if point]
        second = [point for point in points[len(before):] if point][:NEEDED]
        return self._verdict(alert, kind, first, second) if len(second) == NEEDED else None

    def _verdict(self, alert, kind, first, second):
        if not first:
            return None
        means = [self._mean(kind, points) for points in (first, second)]
        changed = self._changed(alert, kind, first, second)
        better = self.env["triangle.dashboard"]._better(alert.kpi_id, means[1], means[0])
        return {
            "effect": "same" if not changed or better is None else "better" if better else "worse",
            "effect_detail": {"before": means[0], "after": means[1], "periods": len(second)},
        }

    @staticmethod
    def _mean(kind, points):
        if kind in ("p", "u"):
            return sum(x for x, _n in points) / sum(n for _x, n in points)
        return sum(x for x, _n in points) / len(points)

    def _changed(self, alert, kind, first, second):
        """Whether the two differ beyond chance."""
        if kind == "p":
            (k1, n1), (k2, n2) = ((sum(x for x, _n in side), sum(n for _x, n in side)) for side in (second, first))
            return intervals.excludes_zero(statistics.newcombe(k1, n1, k2, n2))
        unit = (alert.company_id.id, alert.team_id.id or 0, alert.department_id.id or 0)
        baseline = self.env["triangle.alert.baseline"]._of(alert.kpi_id, unit)
        known = [self._scores(kind, side, baseline) for side in (first, second)]
        if not all(known):
            return False
        gap = fmean(known[1]) - fmean(known[0])
        return abs(gap) / math.sqrt(sum(1 / len(side) for side in known)) > statistics.Z

    @staticmethod
    def _scores(kind, points, baseline):
        """How many σ of the usual range each point lies from its centre."""
        drawn = spc.chart(kind, points, baseline._limits()).points if baseline else ()
        return [point.z for point in drawn if point.z is not None and math.isfinite(point.z)]
