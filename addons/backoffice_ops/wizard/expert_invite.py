from odoo import fields, models


class ExpertInvite(models.TransientModel):
    """Whom to ask for help with one request."""

    _name = "backoffice.expert.invite"
    _description = "Invite a colleague"

    handoff_id = fields.Many2one("backoffice.handoff", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="handoff_id.company_id")
    user_ids = fields.Many2many(
        "res.users", string="Who knows", required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    question = fields.Text("What do you want to know?")

    def action_invite(self):
        """Send the invitation."""
        self.ensure_one()
        self.handoff_id.action_invite(self.user_ids.ids, self.question)
        return {"type": "ir.actions.act_window_close"}
