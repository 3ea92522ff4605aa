from odoo import api, models


class TriangleFact(models.Model):
    _inherit = "triangle.fact"

    @api.model
    def _cron_refresh(self):
        """What must not wait for the night is told as soon as it is counted."""
        super()._cron_refresh()
        self.env["triangle.alert.target"]._judge_at_once()
