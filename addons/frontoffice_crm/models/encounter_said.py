from odoo import fields, models
from odoo.exceptions import UserError

from .ledger_mixin import UNDO_GRACE, UNDO_SECONDS

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Encounter(models.Model):
    """What we said back to the customer, and its one mail."""

    _inherit = "frontoffice.encounter"

    said_back = fields.Text("What we said", readonly=True, copy=False)
    said_to = fields.Char("Mailed to", readonly=True, copy=False)
    said_at = fields.Datetime("Mailed on", readonly=True, copy=False)

    def action_send_said(self):
        """Mail what was said to the customer, once. UserError without an address or a second time."""
        self.ensure_one()
        self._send_said()
        return True

    def _send_said(self):
        """One mail in the customer's language, held back while the log can be undone.

        Kept with the case, else with the interaction. Returns the mail.
        """
        self.check_access("write")
        self.lock_for_update()  # two clicks in two windows are one mail
        if self.said_at:
            raise UserError(self.env._("This was already sent to %s.", self.said_to))
        if not self.said_back:
            raise UserError(self.env._("Nothing was said back in this interaction."))
        address = self._said_address()
        if not address:
            raise UserError(self.env._("There is no e-mail address of this customer. Copy the sentence instead."))
        now = fields.Datetime.now()
        self.write({"said_to": address, "said_at": now})
        template = self.env.ref("frontoffice_crm.mail_template_said")
        hold = fields.Datetime.add(now, seconds=UNDO_SECONDS + UNDO_GRACE)
        # sudo: the template belongs to the set-up; whom it goes to was checked above
        mail_id = template.sudo().send_mail(self.id, email_values=self._prepare_said_mail(address, hold))
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(hold)  # sudo: its cron sends it
        return self.env["mail.mail"].sudo().browse(mail_id)

    def _prepare_said_mail(self, address, hold):
        host = self.case_id or self
        return {
            "email_to": address, "model": host._name, "res_id": host.id, "headers": repr(HEADERS),
            "scheduled_date": hold, "reply_to": self._said_reply_to(), "author_id": self.env.user.partner_id.id,
        }

    def _said_address(self):
        """Where the customer reads mail: the contact's address, else the one given this time."""
        return next(iter(self.partner_id._contact_addresses() if self.partner_id else []), self.email or "")

    def _said_lang(self):
        """The language the sentence is in."""
        desk = self.env["frontoffice.desk"]
        return desk._spoken_language(self.partner_id)

    def _said_name(self):
        return self.partner_id.preferred_name or self.partner_id.name or self.partner_name or ""

    def _said_reply_to(self):
        """Answers reach the case, else a mailbox of ours, where they become one."""
        if self.case_id:
            return self.case_id._notify_get_reply_to()[self.case_id.id]
        mailboxes = self.env["frontoffice.channel"].search([("company_id", "=", self.company_id.id)])
        return mailboxes.filtered("alias_email")[:1].alias_email or self.company_id.email or False
