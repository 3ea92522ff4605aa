from odoo import models


class Partner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "backoffice.handoff.mixin"]
    _handoff_link = "partner_id"

    def _prepare_handoff_vals(self):
        return super()._prepare_handoff_vals() | {"partner_id": self.id}
