from odoo import api, models

SHOWN = 20


class TriangleDashboard(models.AbstractModel):
    """What the page says of alerts."""

    _inherit = "triangle.dashboard"

    @api.model
    def _open_alerts(self, filters):
        """[{id, kpi, text, since}] of what should be looked into, for who has alerts switched on."""
        if not self.env.user.has_group("triangle_kpis.group_feature_alert"):
            return []
        domain = [("company_id", "in", self.env.companies.ids), ("state", "=", "open"), ("adverse", "=", True)]
        domain += [(name, "=", filters[name]) for name in ("team_id", "department_id") if (filters or {}).get(name)]
        alerts = self.env["triangle.alert"].search(domain, limit=SHOWN)
        return [{"id": alert.id, "kpi": alert.kpi_id.code or None, "text": alert.name,
                 "since": alert.first_day.isoformat()} for alert in alerts]
