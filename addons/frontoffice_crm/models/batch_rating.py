from odoo import models


class FrontofficeBatch(models.Model):
    _inherit = "frontoffice.batch"

    def _after_remove(self):
        super()._after_remove()
        # sudo: ratings of colleagues' records were marked, and stay as they were before
        self.env["rating.rating"].sudo().search([("batch_id", "in", self.ids)]).batch_id = False
