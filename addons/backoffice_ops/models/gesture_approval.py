from odoo import fields, models
from odoo.exceptions import UserError


class Gesture(models.Model):
    """Goodwill beyond the limit goes the way of the approval rule, where there is one."""

    _inherit = "frontoffice.gesture"

    approval_ids = fields.One2many("backoffice.approval", "gesture_id", "Approvals", readonly=True)

    def _schedule_decision(self, user):
        rule = self.env["backoffice.approval.rule"]._of("gesture", self.company_id)
        if not rule:
            return super()._schedule_decision(user)
        version = rule._current_version()
        return self.env["backoffice.approval"]._begin(self, lambda gesture: {
            "steps": version.values["approvals"], "department": self.env["hr.department"],
            "values": {
                "gesture_id": gesture.id, "asked_by_id": gesture.user_id.id, "amount": gesture.amount_company,
                "rule_version_id": version.id, "source": gesture.source, "batch_id": gesture.batch_id.id,
            },
        })

    def _approval_given(self, approval, last):
        """After the last yes it is given, beyond every limit, in the name of who said it."""
        if last:
            self.case_id._record("approved", {"gesture": self.id})
            self._give(None, self._decision(approval.seat_ids.filtered("note")[-1:].note))
            self._close_activities()
            self._tell_asker(self.env._("Tell the customer: %s is approved.", self.display_name))

    def _approval_declined(self, approval, note):
        self.case_id._record("declined", {"gesture": self.id})
        self.write({"state": "declined", **self._decision(note)})
        self._close_activities()
        self._tell_asker(self.env._("Not approved: %s. Offer something else.", self.display_name))

    def _check_decider(self):
        open_steps = self.env["backoffice.approval"]._open_of("gesture_id", self.ids)
        if open_steps:
            raise UserError(self.env._("This goes its way step by step. Now it is with %s.", open_steps[0].people))
        return super()._check_decider()

    def action_withdraw(self):
        done = super().action_withdraw()
        self.env["backoffice.approval"]._open_of("gesture_id", self.ids)._drop()
        return done
