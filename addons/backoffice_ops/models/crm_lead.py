from odoo import api, fields, models


class Lead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "backoffice.handoff.mixin"]
    _handoff_link = "lead_id"

    handoff_ids = fields.One2many("backoffice.handoff", "lead_id", "Requests", groups="base.group_user")

    @api.model
    def _merged_links(self):
        return [*super()._merged_links(), "backoffice.handoff"]

    def _prepare_handoff_vals(self):
        return super()._prepare_handoff_vals() | {
            "lead_id": self.id, "subject": self.name, "partner_id": self.partner_id.id, "from_team_id": self.team_id.id,
        }

    def _handoff_delivered(self, handoffs):
        """The seller reads it where the sale is; of confidential requests nothing leaves their thread."""
        super()._handoff_delivered(handoffs)
        for handoff in handoffs.filtered(lambda h: not h.confidential):
            self.message_post(
                body=self.env._("%(department)s is ready: %(subject)s", department=handoff.to_department_id.name,
                                subject=handoff.subject),
                subtype_xmlid="mail.mt_note",
            )
