from odoo import api, models


class FrontofficeSettings(models.TransientModel):
    """The switches of Back Office beside those of Front Office: one page, one set-up file."""

    _inherit = "frontoffice.settings"

    @api.model
    def _switch_apps(self):
        return [*super()._switch_apps(), "backoffice_ops"]
