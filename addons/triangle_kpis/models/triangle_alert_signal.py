from odoo import api, models

from ..tools import spc


class TriangleAlertSignal(models.AbstractModel):
    """From flags on a chart to alerts: one open at a time, again only on a new rule, closed when quiet."""

    _name = "triangle.alert.signal"
    _description = "Signals of control charts"

    @api.model
    def _judge(self, kpi, unit, chart, periods):
        """``periods``: (grain, [(first, last)]) of the points of the chart."""
        grain, spans = periods
        for adverse in (True, False):
            flags = self._flags(kpi, unit, chart, spans, adverse)
            alert = self._standing(kpi, unit, adverse)
            hits = [i for i, rules in enumerate(flags) if rules and (
                not alert or spans[i][0] >= alert.first_day)]
            calm = self._calm(chart, hits[-1] if hits else -1)
            if alert and (calm >= spc.QUIET or not hits):
                alert._close(cause=alert.cause or "quiet", closed_by_id=False)
            elif hits and calm < spc.QUIET:
                self._fire(alert, self._vals(kpi, unit, chart, (grain, spans), (flags, hits)) | {"adverse": adverse})

    def _standing(self, kpi, unit, adverse):
        company, team, department = unit
        return self.env["triangle.alert"].search([
            ("kpi_id", "=", kpi.id), ("company_id", "=", company), ("team_id", "=", team or False),
            ("department_id", "=", department or False), ("family", "=", "spc"), ("adverse", "=", adverse),
            ("state", "!=", "closed")], limit=1)

    def _flags(self, kpi, unit, chart, spans, adverse):
        """Rules broken in one direction, by period; runs do not reach back behind the last closing."""
        closed = self._closed_day(kpi, unit, adverse)
        scores = [point.z if point.monitored and not (closed and span[0] <= closed) else None
                  for point, span in zip(chart.points, spans, strict=True)]
        return [rules if rules and self._is_adverse(kpi, point) == adverse else ()
                for rules, point in zip(spc.rules(scores), chart.points, strict=True)]

    def _closed_day(self, kpi, unit, adverse):
        """The day the last alert of this kind was closed by somebody who looked into it."""
        company, team, department = unit
        last = self.env["triangle.alert"].search([
            ("kpi_id", "=", kpi.id), ("company_id", "=", company), ("team_id", "=", team or False),
            ("department_id", "=", department or False), ("family", "=", "spc"), ("adverse", "=", adverse),
            ("state", "=", "closed")], order="closed_at desc", limit=1)
        return last and max(last.closed_at.date(), last.last_day)

    def _is_adverse(self, kpi, point):
        if kpi.direction == "band":
            high = kpi.target_high or kpi.target
            return not kpi.target <= point.value <= high
        return (point.z > 0) != (kpi.direction == "up")

    @staticmethod
    def _calm(chart, newest):
        return sum(1 for point in chart.points[newest + 1:] if point.monitored and point.z is not None)

    def _vals(self, kpi, unit, chart, periods, found):
        (grain, spans), (flags, hits) = periods, found
        newest, company_team_department = hits[-1], dict(
            zip(("company_id", "team_id", "department_id"), (part or False for part in unit), strict=True))
        recent = [i for i in hits if newest - i < spc.QUIET]
        rules = sorted({rule for i in recent for rule in flags[i]})
        run = spc.run_start(chart, newest)
        point = chart.points[newest]
        return {
            **company_team_department, "kpi_id": kpi.id, "family": "spc", "grain": grain,
            "rules": ",".join(rules), "first_day": spans[run if "R2" in flags[newest] else recent[0]][0],
            "last_day": spans[newest][1], "run_day": spans[run][0],
            "value": point.value, "n": point.n or 0, "centre": point.centre, "low": point.low, "high": point.high,
        }

    def _fire(self, alert, vals):
        """A new alert, or news for the one that is open: told again only on a new rule."""
        if not alert:
            vals["state"] = "open" if vals["adverse"] else "noted"
            self.env["triangle.alert"].create(vals)._tell()
            return
        before = set((alert.rules or "").split(",")) - {""}
        rules = set(vals["rules"].split(","))
        vals.update(rules=",".join(sorted(before | rules)), first_day=min(alert.first_day, vals["first_day"]))
        alert.write({name: value for name, value in vals.items() if self._differs(alert, name, value)})
        if rules - before:
            alert._tell()

    @staticmethod
    def _differs(alert, name, value):
        old = alert[name]
        return (old.id if hasattr(old, "ids") else old) != value
