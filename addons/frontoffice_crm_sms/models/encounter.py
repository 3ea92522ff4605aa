import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.frontoffice_crm.models.ledger_mixin import UNDO_GRACE, UNDO_SECONDS


class Encounter(models.Model):
    """What we said back to the customer, as one text message."""

    _inherit = "frontoffice.encounter"

    texted_to = fields.Char("Texted to", readonly=True, copy=False)
    texted_at = fields.Datetime("Texted on", readonly=True, copy=False)
    can_text = fields.Boolean(compute="_compute_can_text")

    @api.depends("company_id.desk_texts", "said_back", "texted_at", "partner_id", "phone")
    def _compute_can_text(self):
        for encounter in self:
            encounter.can_text = bool(
                encounter.company_id.desk_texts and encounter.said_back and not encounter.texted_at
                and encounter._text_number()
            )

    def action_text_said(self):
        """Text what was said to the customer, once. UserError without a number or a second time."""
        self.ensure_one()
        self._text_said()
        return True

    def _text_said(self):
        """One text message, held back while the log can be undone. Returns its message.

        Kept with the case, else with the contact. The provider's queue sends it and tells how it went.
        """
        self.check_access("write")
        self.lock_for_update()  # two clicks in two windows are one text message
        number, host = self._check_text(), self.case_id or self.partner_id
        now = fields.Datetime.now()
        self.write({"texted_to": number, "texted_at": now})
        words = self._text_words()
        # sudo: who may work with the interaction need not be allowed to change the contact
        message = host.sudo()._message_log(body=words, message_type="sms")
        # stock schedules a posted message for contacts alone, and this one goes to a number
        self.env["mail.message.schedule"].sudo().create({  # sudo: a queue nobody has rights on
            "mail_message_id": message.id,
            "scheduled_datetime": fields.Datetime.add(now, seconds=UNDO_SECONDS + UNDO_GRACE),
            "notification_parameters": json.dumps(
                {"sms_numbers": [number], "sms_content": words, "put_in_queue": True}
            ),
        })
        return message

    def _check_text(self):
        """The number it goes to, as providers want it. Raises UserError in words that say what to do."""
        if not self.company_id.desk_texts:
            raise UserError(self.env._("Text messages are turned off. Copy the sentence instead."))
        if self.texted_at:
            raise UserError(self.env._("This was already texted to %s.", self.texted_to))
        if not self.said_back:
            raise UserError(self.env._("Nothing was said back in this interaction."))
        if not (self.case_id or self.partner_id):
            raise UserError(self.env._("Say who it is first: a text message is kept with the customer."))
        points = self.env["frontoffice.contact.point"]
        number = points._normalize("phone", self._text_number(), self.partner_id.country_id)
        if not number:
            raise UserError(self.env._(
                "There is no telephone number a text message can go to. Copy the sentence instead."
            ))
        return number

    def _text_number(self):
        """The contact's main number, else the one given this time."""
        numbers = self.partner_id._contact_numbers() if self.partner_id else []
        return next((number for _label, number in numbers), self.phone or "")

    def _text_words(self):
        return f"{self.said_back} {self.company_id.name}"
