from odoo import api, models
from odoo.exceptions import UserError

from ..tools import handoff as pure


class HandoffFollow(models.Model):
    """Requests that go with a document of another app: asked for by it, ready when it is done.

    Called by the bridges. The other app never stops because of a request: what stands in a
    request's way is said in its conversation, and people go on from there.
    """

    _inherit = "backoffice.handoff"

    @api.model
    def _ask_by_rule(self, vals_list):
        """Create requests nobody typed and send those that are complete; the others wait as drafts."""
        asker = not self.env.user.share and self.env.uid  # a customer on the portal asks no department
        requests = self.sudo().create([  # sudo: follows from the document, whoever works on it
            {"auto_created": True, "from_user_id": asker, **vals} for vals in vals_list
        ])
        for request in requests.filtered(lambda r: not r.missing_ids):
            request._try_step(lambda request: request.action_send())
        return requests

    def _follow_done(self, note):
        """The document is done: ready. What was sent back or declined waits for people."""
        for request in self.sudo().filtered(lambda h: h.state in ("sent", *pure.WORKING)):  # as above
            request._try_step(lambda request: request._deliver_for(note))

    def _deliver_for(self, note):
        if self.state == "sent":
            self.action_accept()
        self.action_deliver(note)

    def _follow_reopened(self, note):
        """The document is open again, so what counted as ready is not."""
        for request in self.sudo().filtered(lambda h: h.state == "delivered"):  # as above
            request._try_step(lambda request: request.action_reject(note))
        for request in self.sudo().filtered(lambda h: h.state == "done"):  # as above
            request._try_step(lambda request: (request.action_reopen(), request._say(note)))

    def _follow_cancelled(self, note):
        """The document is not wanted any more; what was ready or done stays as it is."""
        todo = self.sudo().filtered(lambda h: (h.state, "cancelled") in pure.MOVES)  # as above
        for request in todo:
            request._try_step(lambda request: (request.action_cancel(), request._say(note)))

    def _try_step(self, step):
        """Take a step for somebody who works elsewhere; a refusal becomes a line in the conversation."""
        try:
            with self.env.cr.savepoint():
                step(self)
        except UserError as error:
            self.message_post(body=str(error), subtype_xmlid="mail.mt_note")
