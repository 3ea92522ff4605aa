from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class Handoff(models.Model):
    """A colleague who knows: reads this one request and talks along until it is done."""

    _inherit = "backoffice.handoff"

    expert_ids = fields.Many2many(
        "res.users", "backoffice_handoff_expert_rel", "handoff_id", "user_id", "Invited", readonly=True, copy=False
    )
    with_experts = fields.Boolean(readonly=True, copy=False)

    def _ledger_locked(self):
        return super()._ledger_locked() | {"expert_ids", "with_experts"}

    def action_invite(self, user_ids, question=None):
        """Invite colleagues to read and to talk, to nothing else. UserError for a confidential request."""
        self.ensure_one()
        self._check_may_invite()
        users = self.env["res.users"].browse(user_ids).exists().filtered(lambda u: u.active and not u.share)
        company = self.company_id
        if not users or any(company not in user.sudo().company_ids for user in users):  # sudo: where they work
            raise UserError(self.env._("Choose colleagues of this company."))
        # sudo: who may act on the request says who reads along
        self.sudo().write({"expert_ids": [fields.Command.link(user.id) for user in users], "with_experts": True})
        self.message_subscribe(users.partner_id.ids)
        names = ", ".join(users.mapped("name"))
        body = Markup("<p>%s</p>") % (question or self.env._("%s, can you help here?", names))
        self.message_post(body=body, partner_ids=users.partner_id.ids, subtype_xmlid="mail.mt_note")
        self._tell_changed()
        return True

    def _check_may_invite(self):
        if self.confidential:
            raise UserError(self.env._("This request is confidential: nobody else is invited to it."))
        if self.state in ("done", "cancelled", "draft"):
            raise UserError(self.env._("Nobody is needed here: the request is not open."))
        if not (self._allows(self._check_receiver) or self._allows(self._check_sender)):
            raise AccessError(self.env._("Only the two sides of a request invite somebody."))

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in ("confirmed", "cancelled"):
            self.filtered("with_experts")._release_experts()

    def _release_experts(self):
        """Done: who was invited reads it no longer."""
        for handoff in self.sudo():  # as action_invite
            handoff.message_unsubscribe(handoff.expert_ids.partner_id.ids)
        self.sudo().write({"expert_ids": [fields.Command.clear()], "with_experts": False})  # as above
