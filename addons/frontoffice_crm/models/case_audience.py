from odoo import models
from odoo.exceptions import UserError


class Case(models.Model):
    """Two audiences, never mixed: what goes to the customer, and what stays among colleagues.

    Stock shows the recipients before sending, but a note that names a customer is mailed to them.
    Here the server refuses that, whoever posts it and from where.
    """

    _inherit = "frontoffice.case"

    def message_post(self, *, partner_ids=None, outgoing_email_to=False, **kwargs):
        if self._is_note(kwargs):
            self._check_note(partner_ids, outgoing_email_to)
        return super().message_post(partner_ids=partner_ids, outgoing_email_to=outgoing_email_to, **kwargs)

    def message_notify(self, *, partner_ids=False, **kwargs):
        """A notification about a case is for colleagues: assignments, mentions, reminders."""
        self._check_note(partner_ids)
        return super().message_notify(partner_ids=partner_ids, **kwargs)

    def _message_update_content(self, message, /, *, body, partner_ids=None, **kwargs):
        if message.sudo().is_internal or message.sudo().subtype_id.internal:  # sudo: whether it is a note is no secret
            self._check_note(partner_ids)
        return super()._message_update_content(message, body=body, partner_ids=partner_ids, **kwargs)

    def _is_note(self, values):
        """Whether a message that is about to be posted is for colleagues. Nothing said means a note, as in stock."""
        subtype = self.env["mail.message.subtype"]
        if values.get("subtype_xmlid"):
            subtype = self.env.ref(values["subtype_xmlid"], raise_if_not_found=False) or subtype
        elif values.get("subtype_id"):
            subtype = subtype.browse(values["subtype_id"])
        # sudo: a kind of message is no secret
        return bool(values.get("is_internal")) or not subtype or subtype.sudo().internal

    def _check_note(self, partner_ids, bare_addresses=None):
        """Refuse people from outside among the recipients of a note. Raises UserError."""
        # sudo: whether somebody is a colleague is no secret
        partners = self.env["res.partner"].sudo().browse(partner_ids or []).exists()
        outside = ", ".join(p.name or p.email or str(p.id) for p in partners if p.partner_share) or bare_addresses
        if outside:
            raise UserError(self.env._(
                "A note is for colleagues, and %(names)s would receive it. Send a message instead, or take them out.",
                names=outside,
            ))

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Last line: a note never leaves the house, whatever happened to followers meanwhile."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        values = msg_vals or {}
        subtype = self.env["mail.message.subtype"].sudo().browse(values.get("subtype_id") or message.subtype_id.id)
        if values.get("is_internal", message.is_internal) or not subtype or subtype.internal:
            return [recipient for recipient in recipients if not recipient["share"]]
        return recipients
