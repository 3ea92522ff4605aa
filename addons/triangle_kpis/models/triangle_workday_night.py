from odoo import api, models


class TriangleFact(models.Model):
    _inherit = "triangle.fact"

    @api.model
    def _cron_rescan(self, days=42):
        """Before the night's counting: who was there and for how many hours."""
        self.env["triangle.workday"]._fill_new()
        return super()._cron_rescan(days)
