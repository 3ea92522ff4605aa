from odoo import models
from odoo.exceptions import UserError


class Case(models.Model):
    """Who reads what: an answer goes to the customer, a note never does, whoever writes it and from where."""

    _inherit = "frontoffice.case"

    def message_post(self, *, partner_ids=None, **kwargs):
        if self._is_note(kwargs):
            self._check_note(partner_ids)
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def _is_note(self, values):
        """Whether what is being posted by a person is meant for colleagues alone."""
        if values.get("message_type", "notification") != "comment":
            return False
        subtype = self.env.ref(values.get("subtype_xmlid") or "mail.mt_note", raise_if_not_found=False)
        if values.get("subtype_id"):
            subtype = self.env["mail.message.subtype"].browse(values["subtype_id"])
        return bool(values.get("is_internal")) or not subtype or subtype.internal

    def _check_note(self, partner_ids):
        """Refuse people from outside among the recipients of a note. Raises UserError."""
        # sudo: whether somebody is a colleague is no secret
        outside = self.env["res.partner"].sudo().browse(partner_ids or []).exists().filtered("partner_share")
        if outside:
            raise UserError(self.env._(
                "A note is for colleagues, and %(names)s would receive it. Send a message instead, or take them out.",
                names=", ".join(outside.mapped(lambda p: p.name or p.email or str(p.id))),
            ))

    def _message_update_content(self, message, /, *, body, partner_ids=None, **kwargs):
        if message.sudo().subtype_id.internal:  # sudo: whether it is a note is no secret
            self._check_note(partner_ids)
        return super()._message_update_content(message, body=body, partner_ids=partner_ids, **kwargs)
