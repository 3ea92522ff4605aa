from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import approval as pure

PATIENCE = "5s"  # what one decision takes is a fraction of it
ANSWERS = {"approve": pure.APPROVED, "decline": pure.DECLINED}


class ApprovalDecide(models.Model):
    """Yes or no, by whom, in whose place; then the next step, or the end of the way."""

    _inherit = "backoffice.approval"

    def action_approve(self, note=None):
        """Yes."""
        return self._decide("approve", note)

    def action_decline(self, note=None):
        """No, and why: the one who asked reads it."""
        return self._decide("decline", note)

    def _decide(self, answer, note=None, via="app"):
        """Answer as the current user. Raises UserError with one sentence where it is too late."""
        note = (note or "").strip()
        if answer == "decline" and not note:
            raise UserError(self.env._("Say why not, so that the one who asked knows what to change."))
        self.check_access("read")
        # sudo: nobody writes approvals by hand; the seat decides who may
        approvals = self.sudo()
        approvals._lock_approval()
        for approval in approvals:
            approval._answer(approval._my_seat(self.env.user), answer, note, via)
        return True

    def _lock_approval(self):
        """Wait for whoever decides just now, in id order, places included: they say how it stands.

        Where the faster one changed them, PostgreSQL refuses the old sight of them and Odoo tries again, which then
        reads who was faster. Raises UserError where somebody holds them for longer than ``PATIENCE``.
        """
        self.flush_model()
        self.seat_ids.flush_model()
        cr = self.env.cr
        [[before]] = self.env.execute_query(SQL("SELECT current_setting('lock_timeout')"))
        try:
            with cr.savepoint(flush=False):
                cr.execute(SQL("SELECT set_config('lock_timeout', %s, TRUE)", PATIENCE))
                for table, column in (("backoffice_approval", "id"), ("backoffice_approval_seat", "approval_id")):
                    cr.execute(SQL(
                        "SELECT id FROM %s WHERE %s IN %s ORDER BY id FOR NO KEY UPDATE",
                        SQL.identifier(table), SQL.identifier(column), tuple(self.ids),
                    ))
                cr.execute(SQL("SELECT set_config('lock_timeout', %s, TRUE)", before))
        except LockNotAvailable as error:
            raise UserError(self.env._("Somebody else is deciding this just now. Try again in a moment.")) from error
        self.invalidate_recordset()
        self.seat_ids.invalidate_recordset()

    def _my_seat(self, user):
        """The place this person answers from: their own before that of somebody they stand in for."""
        self.ensure_one()
        if user == self.asked_by_id:
            raise UserError(self.env._("You asked for this yourself, so somebody else decides."))
        mine = self.seat_ids.filtered(lambda s: user in (s.user_id, s.substitute_id))
        if not mine:
            raise AccessError(self.env._("This is decided by %s.", self.people))
        if self.state != "asked":
            raise UserError(self._too_late())
        waiting = mine.filtered(lambda s: s.state == "asked").sorted(lambda s: s.user_id != user)
        if not waiting:
            raise UserError(self.env._("You have decided this already."))
        return waiting[:1]

    def _too_late(self):
        """One sentence for who comes second, or too early."""
        if self.state == "waiting":
            return self.env._("“%s” is not asked yet: an earlier step is open.", self.name)
        if self.state == "dropped":
            return self.env._("“%s” is not needed any more.", self.name)
        who = self.decided_by_id.name
        return (
            self.env._("%s was faster: it is approved already.", who) if self.state == "approved"
            else self.env._("%s was faster: it is declined already.", who)
        )

    def _answer(self, seat, answer, note, via):
        now = fields.Datetime.now()
        user = self.env.user
        seat.write({
            "state": ANSWERS[answer], "decided_by_id": user.id, "decided_at": now, "note": note or False, "via": via,
            "acting_for_id": seat.user_id.id if seat.user_id != user else False,
        })
        result = pure.outcome(self.mode, self.seat_ids.mapped("state"))
        if not result:
            self.activity_ids.filtered(lambda a: a.user_id in seat.user_id | seat.substitute_id).unlink()
        else:
            self._close(result, now, user)
        self._tell_principal(seat)
        if result == pure.APPROVED:
            self._go_on()
        elif result:
            self._siblings().filtered(lambda a: a.state in pure.OPEN)._drop()
            self._subject()._approval_declined(self, note)

    def _close(self, result, now, user):
        waited = self._calendar()._count_seconds([(self.asked_at, now)])[0] if self.asked_at else 0
        self.activity_ids.unlink()
        self.seat_ids.filtered(lambda s: s.state == "asked").write({"state": "dropped"})
        self.write({
            "state": result, "decided_at": now, "decided_by_id": user.id, "waited_hours": waited / 3600,
        })
        self.asked_by_id._bus_send("backoffice/changed", {})

    def _siblings(self):
        """The other steps of the same time asked, in order."""
        subject = next(name for name in ("handoff_id", "gesture_id", "case_id") if self[name])
        every = self.search([(subject, "=", self[subject].id), ("round", "=", self.round)], order="position, id")
        return every - self

    def _go_on(self):
        """The next step is asked at once; after the last one the subject is told."""
        following = self._siblings().filtered(lambda a: a.state == "waiting")[:1]
        self._subject()._approval_given(self, last=not following)
        if following:
            following._ask()

    def _drop(self):
        """Not needed any more: decided otherwise, cancelled or taken back."""
        for approval in self.filtered(lambda a: a.state in pure.OPEN):
            approval.activity_ids.unlink()
            approval.seat_ids.filtered(lambda s: s.state == "asked").write({"state": "dropped"})
            approval.write({"state": "dropped"})

    def _tell_principal(self, seat):
        """Whoever was away reads what was decided in their place."""
        if not seat.acting_for_id.active:
            return
        said = dict(seat._fields["state"]._description_selection(self.env))[seat.state]
        self.with_context(mail_activity_quick_update=True).activity_schedule(  # in the app, no mail
            "mail.mail_activity_data_todo", user_id=seat.acting_for_id.id,
            summary=self.env._("%(who)s decided for you: %(said)s", who=seat.decided_by_id.name, said=said),
        )

    # -- who waits for whom --------------------------------------------------------------------------

    @api.model
    def _open_of(self, name, ids):
        """Open approvals of some subjects, in order; read whoever asks, for gates and words."""
        # sudo: a gate stands for everybody
        return self.sudo().search([(name, "in", ids), ("state", "in", pure.OPEN)], order="position, id")
