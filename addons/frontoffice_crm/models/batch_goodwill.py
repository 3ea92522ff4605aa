from odoo import api, models


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    @api.model
    def _batch_models(self):
        return ["frontoffice.gesture", "frontoffice.thanks", *super()._batch_models()]
