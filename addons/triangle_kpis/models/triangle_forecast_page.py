from odoo import api, models


class TriangleDashboard(models.AbstractModel):
    """Forecasts on the page of a figure, for who has them switched on."""

    _inherit = "triangle.dashboard"

    @api.model
    def _forecast(self, kpi, filters):
        """See ``triangle.forecast._of``."""
        if not self.env.user.has_group("triangle_kpis.group_feature_forecast"):
            return None
        return self.env["triangle.forecast"]._of(kpi, filters or {})
