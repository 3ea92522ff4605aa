from odoo import fields, models

from odoo.addons.frontoffice_crm.tools.case import LIVE


class Case(models.Model):
    _name = "frontoffice.case"
    _inherit = ["frontoffice.case", "backoffice.handoff.mixin"]
    _handoff_link = "case_id"

    handoff_ids = fields.One2many("backoffice.handoff", "case_id", "Requests")

    def _prepare_handoff_vals(self):
        return super()._prepare_handoff_vals() | {
            "case_id": self.id, "subject": self.subject, "partner_id": self.partner_id.id,
            "from_team_id": self.team_id.id,
        }

    def _resolved_levels(self):
        asked = self.env["backoffice.handoff"].sudo()._read_group(  # a request counts whoever may see it
            [("case_id", "in", self.ids), ("state", "not in", ("draft", "cancelled"))], ["case_id"]
        )
        return super()._resolved_levels() | {case.id: "escalated" for (case,) in asked}

    def _note_asked(self, at=None):
        """A department has the ball now."""
        # sudo: any sender may ask a department, the case follows by itself
        self.sudo().filtered(lambda case: case.state in LIVE)._record("asked_backoffice", at=at)

    def _note_answered(self, at=None):
        """The last department is ready: back to the front office."""
        waiting = self.sudo().filtered(lambda case: case.state == "waiting_backoffice")  # as above
        open_cases = self.env["backoffice.handoff"].sudo()._read_group(  # as above
            [("case_id", "in", waiting.ids)] + list(self.env["backoffice.handoff"]._open_domain()), ["case_id"]
        )
        (waiting - self.browse().union(*(case for (case,) in open_cases)))._record("resumed", at=at)
