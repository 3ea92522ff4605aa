from odoo import fields, models


class Encounter(models.Model):
    _name = "frontoffice.encounter"
    _inherit = ["frontoffice.encounter", "backoffice.handoff.mixin"]
    _handoff_link = "encounter_id"

    handoff_ids = fields.One2many("backoffice.handoff", "encounter_id", "Requests")

    def _prepare_handoff_vals(self):
        return super()._prepare_handoff_vals() | {
            "encounter_id": self.id, "case_id": self.case_id.id, "lead_id": self.lead_id.id,
            "partner_id": self.partner_id.id, "from_team_id": self.team_id.id, "subject": self.need_id.name,
        }
