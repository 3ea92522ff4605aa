from odoo import fields, models


class BackofficeSettings(models.TransientModel):
    _inherit = "backoffice.settings"

    escalation_count = fields.Integer(compute="_compute_escalation_count")

    def _compute_escalation_count(self):
        for page in self:
            page.escalation_count = self.env["backoffice.escalation.step"].search_count(
                [("escalation_id.active", "=", True)]
            )

    def action_escalations(self):
        """Who is told when time runs out."""
        return self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.escalation_action")
