from odoo import models
from odoo.exceptions import UserError


class InternalAudience(models.AbstractModel):
    """A thread among colleagues. The server refuses customers on it, whoever writes and from where.

    Listed first in ``_inherit`` of a model that is a mail.thread already.
    """

    _name = "backoffice.internal.audience"
    _description = "Thread among colleagues"

    def _check_internal(self, partner_ids):
        """Refuse partners without an internal user among the recipients. Raises UserError."""
        # sudo: whether a partner is a colleague is no secret
        partners = self.env["res.partner"].sudo().browse(partner_ids or []).exists()
        strangers = partners.filtered("partner_share")
        if strangers:
            raise UserError(self.env._(
                "This is a conversation among colleagues. %(names)s cannot receive it: "
                "write to customers from the case.",
                names=", ".join(strangers.mapped(lambda p: p.name or p.email or str(p.id))),
            ))

    def message_post(self, *, partner_ids=None, outgoing_email_to=False, **kwargs):
        self._check_internal(partner_ids)
        if outgoing_email_to:
            raise UserError(self.env._("This is a conversation among colleagues. It is not sent to bare addresses."))
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def message_notify(self, *, partner_ids=False, **kwargs):
        self._check_internal(partner_ids)
        return super().message_notify(partner_ids=partner_ids, **kwargs)

    def _message_update_content(self, message, /, *, body, partner_ids=None, **kwargs):
        self._check_internal(partner_ids)
        return super()._message_update_content(message, body=body, partner_ids=partner_ids, **kwargs)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        self._check_internal(partner_ids)
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids=customer_ids)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Last line: a follower who has lost the user since, or came in by SQL, gets nothing."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        return [recipient for recipient in recipients if not recipient["share"]]

    def _mail_get_partner_fields(self, introspect_fields=False):
        """The customer of the request is not somebody to write to from here."""
        return []
