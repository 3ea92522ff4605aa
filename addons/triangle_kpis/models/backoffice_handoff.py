from odoo import models

from odoo.addons.frontoffice_crm.tools import ledger


class BackofficeHandoff(models.Model):
    _name = "backoffice.handoff"
    _inherit = ["backoffice.handoff", "triangle.watched"]

    def _triangle_ages(self, until):
        """{id: working minutes a request has taken so far}, without what waited for the sender or, proven, others."""
        times, calendars, books = self.env["triangle.handoff.time"], self._receiver_calendars(), self._ledger_books()
        return self.env["resource.calendar"]._triangle_minutes([
            (request.id, calendars[request.id], (request.sent_at, until),
             times._waits(ledger.effective(books[request.id]), until, still=True)) for request in self])

    def _message_post_after_hook(self, message, msg_values):
        """Words of both sides count, and are written down on no field of the request."""
        done = super()._message_post_after_hook(message, msg_values)
        self._triangle_mark()
        return done
