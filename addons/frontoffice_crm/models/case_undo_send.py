from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

HOLD = 10  # seconds in which one may think again
GRACE = 3  # the click travels


class Case(models.Model):
    """An answer to a customer waits ten seconds, where the company wants that, and can be taken back until then.

    Until it leaves nobody has answered: the clocks of the case go on.
    """

    _inherit = "frontoffice.case"

    def message_post(self, **kwargs):
        if self._may_hold(kwargs):
            kwargs["scheduled_date"] = fields.Datetime.now() + timedelta(seconds=HOLD + GRACE)
        return super().message_post(**kwargs)

    def _may_hold(self, kwargs):
        """A person's own words to the customer, typed in the app."""
        return (
            len(self) == 1 and self.company_id.case_undo_send and kwargs.get("message_type") == "comment"
            and kwargs.get("subtype_xmlid") == "mail.mt_comment" and not kwargs.get("scheduled_date")
            and not kwargs.get("author_id") and not self.env.user.share and self.env.uid != SUPERUSER_ID
        )

    def _is_answer(self, message):
        return not self._held(message) and super()._is_answer(message)

    @api.model
    def _held(self, message):
        # sudo: whether a message waits is no secret to who may read it
        return self.env["mail.message.schedule"].sudo().search([("mail_message_id", "in", message.ids)])

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        sent = super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
        due = not msg_vals and self._held(message).filtered(lambda s: s.scheduled_datetime <= fields.Datetime.now())
        if due and super()._is_answer(message):  # it leaves now, and its writer has answered
            author = message.sudo().author_id.user_ids.filtered(lambda user: not user.share)[:1]
            self.with_user(author or self.env.user)._answered_by(message)
        return sent

    def held_answer(self):
        """{"message", "seconds"} of the current user's own answer that has not left yet, or False."""
        self.ensure_one()
        self.check_access("read")
        held = self.env["mail.message.schedule"].sudo().search([  # sudo: as above, one's own message alone
            ("mail_message_id.model", "=", self._name), ("mail_message_id.res_id", "=", self.id),
            ("mail_message_id.author_id", "=", self.env.user.partner_id.id),
        ], order="id desc", limit=1)
        left = held and (held.scheduled_datetime - fields.Datetime.now()).total_seconds()
        return {"message": held.mail_message_id.id, "seconds": min(left, HOLD)} if left and left > 0 else False

    def undo_send(self, message_id):
        """Take an answer back before it leaves; its words become the draft again. Returns them.

        Raises UserError when it has left, or is somebody else's.
        """
        self.ensure_one()
        self.check_access("write")
        message = self.env["mail.message"].sudo().browse(int(message_id)).exists()  # sudo: checked below
        mine = message.model == self._name and message.res_id == self.id and (
            message.author_id == self.env.user.partner_id
        )
        waiting = mine and self._held(message)
        if not waiting or not waiting.try_lock_for_update():
            raise UserError(self.env._("It has left already. Write again to correct it."))
        body = message.body
        waiting.unlink()
        message.unlink()
        self.save_draft(body)
        return body
