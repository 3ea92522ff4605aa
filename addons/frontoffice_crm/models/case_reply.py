from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.case import LIVE, SETTLED
from ..tools.courtesy import is_courtesy


class Case(models.Model):
    """What a word of the customer does to a case, and what it only suggests."""

    _inherit = "frontoffice.case"

    suggestion = fields.Selection(
        [("thanks", "Looks like a thank you"), ("too_often", "Opened by mails too often today")],
        "A reply to decide on", readonly=True, copy=False, index="btree_not_null",
    )
    previous_id = fields.Many2one(
        "frontoffice.case", "Follows", readonly=True, copy=False, index="btree_not_null", ondelete="restrict",
        help="The customer came back to this one when it had long been closed.",
    )

    def _customer_wrote(self, text=""):
        """The ball is with us again. A department that has it keeps it.

        A reply to a settled case opens it again, unless it only says thank you or mails have opened
        it too often today: then a person decides.
        """
        settled = self.filtered(lambda case: case.state in SETTLED)
        live = self.filtered(lambda case: case.state in LIVE)
        live.filtered(lambda case: case.state == "waiting_customer")._record("resumed")
        if is_courtesy(text):
            settled._record("suggested", {"what": "thanks"})
        else:
            often = settled._opened_too_often()
            often._record("suggested", {"what": "too_often"})
            (settled - often)._record("reopened", {"by": "customer"})
            live |= settled - often
        live._record("customer_wrote")

    def _opened_too_often(self):
        """Settled cases that mails have opened as often today as the company allows; one query."""
        since = fields.Datetime.now() - timedelta(days=1)
        events = self.env["frontoffice.case.event"].sudo()._read_group(  # sudo: counted whoever the mail came through
            [("case_id", "in", self.ids), ("kind", "=", "reopened"), ("recorded_at", ">=", since)],
            ["case_id"], ["__count"],
        )
        counts = {case.id: count for case, count in events}
        return self.filtered(lambda case: counts.get(case.id, 0) >= case.company_id.case_reopen_limit)

    def _is_past(self):
        """Whether a reply to this case belongs to a new one: cancelled, or closed too long ago."""
        self.ensure_one()
        if self.state == "cancelled":
            return True
        if self.state != "closed" or not self.closed_at:
            return False
        return self.closed_at < fields.Datetime.now() - timedelta(days=self.company_id.case_reopen_days)

    def action_dismiss(self):
        """It was only a thank you: it stays settled, and nobody waits for an answer."""
        self._record("dismissed")
        # sudo: whoever may settle the case has settled the letters
        waiting = self.sudo().encounter_ids.filtered(lambda e: e.direction == "in" and e.state == "waiting")
        now = fields.Datetime.now()
        waiting._answered(now)
        waiting.write({"state": "done", "ended_at": now})
        return True

    def action_follow_up(self):
        """A new case about something else of the same customer, which points to this one."""
        self.ensure_one()
        if self.state not in (*SETTLED, "cancelled"):
            raise UserError(self.env._("This case is still open: go on here."))
        case = self.create({
            "subject": self.subject, "partner_id": self.partner_id.id, "partner_name": self.partner_name,
            "email": self.email, "phone": self.phone, "need_id": self.need_id.id, "type": self.type,
            "team_id": self.team_id.id, "user_id": self.env.uid, "channel_id": self.channel_id.id,
            "company_id": self.company_id.id, "previous_id": self.id,
        })
        return case._open_form()

    def action_cancel_here(self):
        """Cancel from the menu of the form. Nobody is told by itself; the form shows what became of it."""
        self.action_cancel()
        return self[:1]._open_form()

    def _open_form(self):
        """Action that opens this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
            "views": [(False, "form")], "name": self.display_name,
        }
