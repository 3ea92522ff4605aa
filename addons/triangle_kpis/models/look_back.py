from odoo import models


class LookBack(models.TransientModel):
    """What was found is counted at once: who looked back sees her own triangle, not an empty one."""

    _inherit = "frontoffice.look.back"

    def action_look_back(self):
        action = super().action_look_back()
        self.env["triangle.fact"].sudo()._refresh()  # facts belong to nobody, and she may look back
        return action
