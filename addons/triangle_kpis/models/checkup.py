from odoo import api, models


class Checkup(models.TransientModel):
    """The jobs that count are looked at too."""

    _inherit = "frontoffice.checkup"

    @api.model
    def _checkup_modules(self):
        return [*super()._checkup_modules(), "triangle_kpis"]
