from odoo import models

WORSE = -0.05  # five points less than people are forgiven


class TriangleDashboard(models.AbstractModel):
    _inherit = "triangle.dashboard"

    def _is_suspect(self, kpi, tiles):
        """What the robot settled alone is not good news while customers like it less than people."""
        doubt = super()._is_suspect(kpi, tiles)
        against = tiles.get("K27S") if kpi.code == "K27" else None
        return doubt or bool(against and against["value"] is not None and against["value"] < WORSE)
