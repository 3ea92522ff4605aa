from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

UNDOABLE = (
    "sent", "accepted", "returned", "declined", "delivered", "paused", "resumed", "resent", "confirmed", "rejected",
    "claimed", "passed", "released",
)


class HandoffAction(models.Model):
    """The buttons. Each is one transition of the whole batch and one note where words were given."""

    _inherit = "backoffice.handoff"

    def action_send(self):
        """Hand it to the department; its clock starts."""
        self._check_sender()
        self._record("sent")
        return True

    def action_accept(self):
        """We do it. Who presses takes it, unless it already has somebody."""
        self._check_receiver()
        self._record("accepted")
        self.filtered(lambda h: not h.user_id).sudo().user_id = self.env.uid  # part of accepting
        return True

    def action_start(self):
        """Work begins."""
        self._check_receiver()
        self._record("started")
        return True

    def action_return(self, reason_codes=None, fault=None, note=None):
        """Send back: say what is missing; whose fault decides whether our clock waits."""
        self._check_receiver()
        codes = [str(code) for code in reason_codes or []]
        if not codes and not note:
            raise UserError(self.env._("Say what is missing, so that it can be added."))
        self._check_codes(codes, self._return_codes())
        self._record("returned", {"fault": self._fault(codes, fault), "reasons": codes})
        self._say(note)
        return True

    def _return_codes(self):
        """Codes of what can be missing: the reasons, and what the request type needs."""
        reasons = self.env["backoffice.return.reason"].with_context(active_test=False).search(
            [("company_id", "in", (False, *self.company_id.ids))]
        )
        return {*reasons.mapped("code"), *(f"item:{needed._key()}" for needed in self.service_id.requirement_ids)}

    def _check_codes(self, codes, known):
        """Only what can be chosen goes into the ledger, where nothing is ever erased."""
        if any(code not in known for code in codes):
            raise UserError(self.env._("Choose a reason from the list and put your own words into the note."))

    def _fault(self, codes, fault):
        """The fault chosen, else the usual one of the first reason, else the sender's."""
        faults = ("sender", "receiver", "customer", "nobody")
        if fault:
            if fault not in faults:
                raise UserError(self.env._("Say whose turn it is: sender, department, customer or nobody."))
            return fault
        reasons = self.env["backoffice.return.reason"].search(
            [("code", "in", codes), ("company_id", "in", (False, *self.company_id.ids))]
        )
        first = min(reasons, key=lambda reason: codes.index(reason.code), default=reasons)
        return first.fault or "sender"

    def action_resend(self, note=None, answers=None):
        """Here is what was missing; the clock goes on with the time that was left."""
        self._check_sender()
        for handoff in self:
            if answers:
                handoff.answers = {**(handoff.answers or {}), **answers}
        self._record("resent")
        self._say(note)
        return True

    def action_decline(self, note=None):
        """Not for us; the sender reads why and asks somebody else."""
        self._check_receiver()
        if not note:
            raise UserError(self.env._("Say why, so that the sender knows where to turn."))
        self._record("declined")
        self._say(note)
        return True

    def action_pause(self, reason="customer", note=None, evidence=False, until=None):
        """Waiting for somebody else. Only with evidence does the clock wait too, see ``handoff_pause``.

        ``until``: when it goes on by itself (naive UTC), if that is known.
        """
        self._check_receiver()
        self._check_codes([reason], self.env["backoffice.pause.reason"]._codes(self.company_id))
        self._say(note)
        self._record("paused", self._pause_payloads(reason, evidence, until))
        return True

    def action_resume(self):
        """What we waited for has come."""
        self._check_receiver()
        self._record("resumed")
        return True

    def action_deliver(self, note=None):
        """Ready: the sender checks it before it counts."""
        self._check_receiver()
        self._check_ready_to_deliver()
        self._record("delivered")
        if note:
            self.sudo().write({"outcome_note": note, "feedback_note_at": fields.Datetime.now()})  # part of delivering
        self._say(note)
        return True

    def _check_ready_to_deliver(self):
        """What still stands in the way of "ready". Batch. Raises UserError that says what to do."""

    def action_confirm(self):
        """Checked and right."""
        self._check_sender()
        self._record("confirmed")
        return True

    def action_reject(self, note=None):
        """Not right: back into work, and it counts as done again."""
        self._check_sender()
        if not note:
            raise UserError(self.env._("Say what is not right, so that it can be put right."))
        self._record("rejected")
        self._say(note)
        return True

    def action_reopen(self):
        """Done, but it turned out not to be."""
        self._check_sender()
        self._record("reopened")
        return True

    def action_cancel(self):
        """Not needed any more."""
        self._check_sender()
        self._record("cancelled")
        return True

    def action_reroute(self, department_id):
        """Give it to another department: a new clock for them, the old one ends."""
        department = self.env["hr.department"].browse(department_id).exists()
        if not department:
            raise UserError(self.env._("Choose the department that takes over."))
        self.filtered(lambda h: h.state == "declined")._check_sender()
        self.filtered(lambda h: h.state != "declined")._check_receiver()
        self.check_access("write")
        self.sudo().write({"to_department_id": department.id, "user_id": False})  # part of rerouting
        self._record_rerouted()
        return True

    def _record_rerouted(self):
        # sudo: the right was checked before the request left the user's department
        return self.sudo()._record("rerouted")

    def action_replan(self):
        """The calendar changed: work out the due time again from it."""
        self._record("replanned")
        return True

    def action_undo(self):
        """Take back what you just did (10 seconds); it is left out of every count."""
        accepted = self.filtered(lambda h: h.state == "accepted" and h.user_id == self.env.user)
        self._undo_last(UNDOABLE)
        # sudo: accepting took it, so taking that back gives it to everybody again
        accepted.filtered(lambda h: h.state == "sent").sudo().user_id = False
        return True

    def _say(self, note):
        """Words belong in the conversation between sender and department, not in the ledger."""
        if not note:
            return
        now = fields.Datetime.now()
        for handoff in self:
            handoff.message_post(body=Markup("<p>%s</p>") % note, subtype_xmlid="mail.mt_note")
            if not handoff.ack_note_at and handoff.from_user_id != self.env.user:
                handoff.sudo().ack_note_at = now  # measured, not typed

    def _ledger_step_label(self, kind):
        labels = {
            "sent": self.env._("send"), "accepted": self.env._("accept"), "started": self.env._("start"),
            "returned": self.env._("send back"), "declined": self.env._("decline"),
            "resent": self.env._("send again"), "paused": self.env._("wait for…"),
            "resumed": self.env._("go on"), "delivered": self.env._("ready"),
            "confirmed": self.env._("confirm"), "rejected": self.env._("not right"),
            "cancelled": self.env._("cancel"), "rerouted": self.env._("give to another department"),
            "reopened": self.env._("open again"), "replanned": self.env._("plan again"),
        }
        return labels.get(kind) or super()._ledger_step_label(kind)

    # -- silence confirms --------------------------------------------------------------------------

    @api.model
    def _silence_domain(self, now=None):
        """Ready for two working days and nobody said anything."""
        return fields.Domain("state", "=", "delivered") & fields.Domain(
            "confirm_due_at", "<", now or fields.Datetime.now()
        )

    @api.model
    def _cron_confirm(self, limit=500):
        """Silence counts as agreement, dated when it became so. Running it again changes nothing."""
        todo = self.search(self._silence_domain(), limit=limit).try_lock_for_update(allow_referencing=True)
        todo._record("confirmed", {"auto": True}, at=lambda handoff: handoff.confirm_due_at)
        self.env["ir.cron"]._commit_progress(
            len(todo), remaining=self.search_count(self._silence_domain(), limit=1)
        )
