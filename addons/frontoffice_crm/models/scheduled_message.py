from odoo import api, models


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    @api.constrains("is_note", "partner_ids", "model")
    def _check_case_audience(self):
        """A note for later is refused when it is written, not when it is due."""
        for message in self.filtered(lambda m: m.is_note and m.model == "frontoffice.case"):
            self.env["frontoffice.case"]._check_note(message.partner_ids.ids)
