from odoo import models


class BackofficeSettings(models.TransientModel):
    _inherit = "backoffice.settings"

    def action_proposals(self):
        """Items that would have stopped send-backs."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.gate_proposal_action")

    def action_pairs(self):
        """How the sides found working with each other."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.rating_pair_action")
