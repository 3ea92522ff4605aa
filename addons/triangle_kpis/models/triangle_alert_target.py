from datetime import timedelta

from odoo import api, models

from ..tools import spc

AT_ONCE = ("K59",)  # a missed obligation is no matter of chance


class TriangleAlertTarget(models.AbstractModel):
    """Targets and obligations: what chance does not explain, and what must never happen.

    Missing a target is a state, not a signal: it tells nobody. It stands while even the friendly end of
    the 95 % interval over the last 90 days is worse than the target.
    """

    _name = "triangle.alert.target"
    _description = "Targets missed"

    @api.model
    def _judge(self, kpis, unit, filters, until):
        """Open or close the state of each figure of a unit."""
        company, team, department = unit
        span = (until - timedelta(days=89), until)
        targets = self.env["triangle.target"]._in_force(until, team or False, department or False)
        figures = self.env["triangle.chart"]._figures(kpis, [span], filters)
        Alert = self.env["triangle.alert"]
        same = [("company_id", "=", company), ("team_id", "=", team or False),
                ("department_id", "=", department or False), ("family", "=", "target"), ("state", "!=", "closed")]
        standing = {alert.kpi_id: alert for alert in Alert.search([*same, ("kpi_id", "in", kpis.ids)])}
        for kpi in kpis:  # one search for all, and the usual range only of what misses
            target = self._target(kpi, targets.get(kpi.id))
            missed = self._missed(kpi, figures[kpi][0], target)
            alert = standing.get(kpi)
            if missed:
                vals = self._vals(kpi, unit, figures[kpi][0], (span, target))
                self._store(alert, vals)
            elif alert:
                alert._close(cause=alert.cause or "quiet", closed_by_id=False)

    def _target(self, kpi, own):
        """(lowest, highest) good value, or None without a target."""
        if own:
            return (own.value, kpi.target_high if kpi.direction == "band" else own.value)
        return (kpi.target, kpi.target_high if kpi.direction == "band" else kpi.target) if kpi.target_source else None

    @staticmethod
    def _missed(kpi, figure, target):
        """Whether the friendly end of the interval is still worse than the target."""
        if not target or figure.value is None or None in (figure.low, figure.high) or figure.n < kpi.min_n:
            return False
        below, above = figure.high < target[0], figure.low > target[1]
        return {"up": below, "down": above, "band": below or above}[kpi.direction]

    def _vals(self, kpi, unit, figure, what):
        span, target = what
        company, team, department = unit
        baseline = self.env["triangle.alert.baseline"]._of(kpi, unit)
        return {
            "kpi_id": kpi.id, "company_id": company, "team_id": team or False, "department_id": department or False,
            "family": "target", "state": "missing", "adverse": True, "first_day": span[0], "last_day": span[1],
            "value": figure.value, "n": figure.n, "low": figure.low, "high": figure.high,
            "target": target[1 if figure.low > target[1] else 0],
            "capable": bool(baseline) and self._inside(baseline, figure, target[0]),
        }

    @staticmethod
    def _inside(baseline, figure, target):
        """Whether the target is within what the figure does by itself: then the system must change, not people."""
        kind = baseline.kind.rstrip("'")
        point = (figure.value * figure.n, figure.n) if kind in ("p", "u") else (figure.value, figure.n)
        return spc.inside(spc.chart(kind, [point], baseline._limits()), target)

    def _store(self, alert, vals):
        Signal = self.env["triangle.alert.signal"]
        if not alert:
            self.env["triangle.alert"].create(vals)
            return
        vals["first_day"] = alert.first_day
        alert.write({name: value for name, value in vals.items() if Signal._differs(alert, name, value)})

    # -- at once -----------------------------------------------------------------------------------

    @api.model
    def _judge_at_once(self):
        """After each counting: an obligation missed is told now, whatever is usual. Each is told once."""
        judge = self.env["triangle.alert.judge"]
        kpis = self.env["triangle.kpi"].search([("code", "in", AT_ONCE), ("num_measure", "!=", False)])
        if not kpis or not judge._is_on():
            return
        for company in self.env["res.company"].search([("id", "!=", False)]):
            for kpi in kpis:
                judge._of_company(company).env[self._name]._tell_misses(kpi.id, company)

    def _tell_misses(self, kpi_id, company):
        kpi = self.env["triangle.kpi"].browse(kpi_id)
        today = self.env["triangle.dashboard"]._today()
        span = (today - timedelta(days=89), today)
        missed = self.env["triangle.reader"]._record_ids(kpi.num_measure, span, {}, "miss")
        Alert = self.env["triangle.alert"]
        known = Alert.search([("kpi_id", "=", kpi.id), ("company_id", "=", company.id), ("family", "=", "miss")])
        told = {id_ for alert in known for id_ in (alert.detail or {}).get("ids", [])}
        new = [id_ for id_ in missed if id_ not in told]
        if not new:
            return
        alert = known.filtered(lambda a: a.state != "closed")[:1]
        if alert:
            alert.write({"detail": {"ids": sorted([*alert.detail["ids"], *new])}, "last_day": today})
        else:
            alert = Alert.create({
                "kpi_id": kpi.id, "company_id": company.id, "family": "miss", "detail": {"ids": new},
                "first_day": span[0], "last_day": today, "n": len(new)})
        alert._tell()
