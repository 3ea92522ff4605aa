from odoo import models

from ..tools import promise as pure


class Promise(models.Model):
    """A promise in the words a customer reads: on track, new date, kept, late."""

    _inherit = "frontoffice.promise"

    def _customer_status(self):
        """on_track, new_date, kept or late; judged from the timestamps, so the sweep cannot be behind."""
        self.ensure_one()
        if self.state == "kept":
            return "kept"
        if self.state in ("late", "broken") or self.is_overdue:
            return "late"
        return "new_date" if self.revised_due_at or self.due_at != self.first_due_at else "on_track"

    def _customer_words(self):
        """{status: word on the customer's page}."""
        return {
            "on_track": self.env._("On track"), "new_date": self.env._("New date"),
            "kept": self.env._("Kept"), "late": self.env._("Late"),
        }

    def _customer_line(self):
        """One line of the statement: nothing of ours that is not the customer's business."""
        status = self._customer_status()
        return {
            "name": self.name, "made_at": self.made_at, "first_due_at": self.first_due_at,
            "due_at": self._customer_date(), "fulfilled_at": self.fulfilled_at,
            "status": status, "word": self._customer_words()[status],
            "number": self.case_id.name or False,
        }

    def _customer_date(self):
        """The date the customer was told last."""
        return (self.state in pure.OPEN and self.revised_due_at) or self.due_at

    def _statement_url(self):
        """Link to the customer's page for mails, where the company shows promises in the portal."""
        if not self.partner_id or not self.company_id.portal_promises:
            return False
        return self.partner_id._promise_statement_url(self.company_id)
