from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class Gesture(models.Model):
    """Beyond the limit somebody else decides; who and when is kept for ever."""

    _inherit = "frontoffice.gesture"

    can_decide = fields.Boolean(compute="_compute_can_decide")

    def _compute_can_decide(self):
        leader = self.env.user.has_group("frontoffice_crm.group_leader")
        for gesture in self:
            gesture.can_decide = leader and gesture.state == "asked" and gesture.user_id != self.env.user

    # -- asking ----------------------------------------------------------------------------------

    def _request_approval(self, reason_code, amount):
        """Ask whoever may decide. ``amount``: in the company's currency."""
        for gesture in self:
            gesture.case_id._record(
                "approval_asked", {"reason": reason_code, "gesture": gesture.id, "amount": amount}
            )
            gesture._schedule_decision(gesture.case_id._approver(amount, gesture))

    def _schedule_decision(self, user):
        """One to-do for the one who decides; in-app, no mail."""
        if not user:
            return
        # sudo: a clerk may not write goodwill, yet asks for it; quick update: no mail
        self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=user.id,
            summary=self.env._("Decide: %(what)s for %(case)s", what=self.display_name, case=self.case_id.name),
        )

    # -- deciding --------------------------------------------------------------------------------

    def action_approve(self, note=None):
        """Give it. The customer can be told at once."""
        for gesture in self:
            gesture._check_decider()
            gesture.case_id._record("approved", {"gesture": gesture.id})
            room = gesture._decider_room()
            if not gesture._give(room, gesture._decision(note)):
                raise UserError(self.env._("A colleague was faster: this month's limit is used up."))
            gesture._close_activities()
            gesture._tell_asker(self.env._("Tell the customer: %s is approved.", gesture.display_name))
        return True

    def action_decline(self, note=None):
        """Not this time. The one who asked reads why."""
        for gesture in self:
            gesture._check_decider()
            gesture.case_id._record("declined", {"gesture": gesture.id})
            gesture.sudo().write({"state": "declined", **gesture._decision(note)})  # sudo: see _give
            gesture._close_activities()
            gesture._tell_asker(self.env._("Not approved: %s. Offer something else.", gesture.display_name))
        return True

    def action_withdraw(self):
        """Not asked for any more."""
        for gesture in self:
            if gesture.user_id != self.env.user:
                raise AccessError(self.env._("Only the one who asked takes the question back."))
            gesture._check_open()
            gesture.case_id._record("declined", {"gesture": gesture.id, "by": "asker"})
            gesture.sudo().write({"state": "withdrawn"})  # sudo: see _give
            gesture._close_activities()
        return True

    def _decision(self, note):
        return {
            "approver_id": self.env.uid, "decided_at": fields.Datetime.now(), "decision_note": note or False,
        }

    def _check_open(self):
        self.case_id._ledger_lock()  # two leaders press at once: the second reads the first one's decision
        if self.state != "asked":
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(self.env._("%(what)s is “%(state)s” already.", what=self.display_name, state=label))

    def _check_decider(self):
        self.ensure_one()
        if not self.env.user.has_group("frontoffice_crm.group_leader"):
            raise AccessError(self.env._("Your team leader decides this."))
        self.check_access("read")
        if self.user_id == self.env.user:
            raise UserError(self.env._("You asked for this yourself, so somebody else decides."))
        self._check_open()

    def _decider_room(self):
        """The limit the decision is charged to; None where a manager decides beyond every limit."""
        room = self.env["frontoffice.mandate"]._room(self.company_id, self._wanted())
        if self._fits(room):
            return room
        if self.env.user.has_group("frontoffice_crm.group_manager"):
            return None
        manager = self.case_id._managers()[:1]
        raise UserError(self.env._(
            "This is more than your own limit. Only a manager decides it%s.", f": {manager.name}" if manager else ""
        ))

    def _tell_asker(self, text):
        """The next step of the one who asked: a to-do on the case, in the app alone."""
        # sudo: a leader may not see every case of the one who asked; quick update: no mail
        self.case_id.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_id.id, summary=text,
        )

    def _close_activities(self):
        self.sudo().activity_ids.action_done()  # sudo: the to-do may be a colleague's

    # -- taking back -----------------------------------------------------------------------------

    def action_take_back(self):
        """A second record with the opposite amount; the month gets its room back."""
        for gesture in self:
            gesture._check_take_back()
            gesture.case_id._record("goodwill_returned", {"gesture": gesture.id})
            if gesture.budget_id:
                gesture.budget_id.sudo()._charge(-gesture.amount_company)  # sudo: see _give
            gesture.sudo().create(gesture._prepare_reversal())  # sudo: as above
        return True

    def _check_take_back(self):
        self.check_access("read")
        own = self.user_id == self.env.user
        if not own and not self.env.user.has_group("frontoffice_crm.group_leader"):
            raise AccessError(self.env._("The one who gave it or a team leader takes it back."))
        self.case_id._ledger_lock()
        self.invalidate_recordset(["reversal_ids"])
        if self.state != "given" or self.reversal_of_id or self.reversal_ids:
            raise UserError(self.env._("Only what was given, and not taken back yet, can be taken back."))

    def _prepare_reversal(self):
        names = (
            "case_id", "partner_id", "company_id", "team_id", "currency_id", "mandate_id",
            "mandate_version_id", "budget_id",
        )
        now = fields.Datetime.now()
        return {name: self[name].id for name in names} | {
            "kind": self.kind, "amount": -self.amount, "amount_company": -self.amount_company,
            "reversal_of_id": self.id, "user_id": self.env.uid, "state": "given", "asked_at": now, "given_at": now,
        }
