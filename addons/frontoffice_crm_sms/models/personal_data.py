from odoo import api, models
from odoo.tools import SQL


class Personal(models.AbstractModel):
    """Numbers that text messages went to."""

    _inherit = "frontoffice.personal"

    @api.model
    def _personal_data(self):
        entries = super()._personal_data()
        said = next(entry for entry in entries if entry["model"] == "frontoffice.encounter")
        said["blank"] = {**said["blank"], "texted_to": False}
        return entries

    @api.model
    def _erase_messages(self, ids, partner):
        """What waits is not sent, and the number goes; that a text message was sent stays."""
        super()._erase_messages(ids, partner)
        self.env.cr.execute(SQL("UPDATE mail_notification SET sms_number = NULL WHERE mail_message_id IN %s", ids))
        self.env.cr.execute(SQL("DELETE FROM sms_sms WHERE mail_message_id IN %s", ids))
        self.env.cr.execute(SQL(
            "DELETE FROM mail_message_schedule s USING mail_message m"
            " WHERE m.id = s.mail_message_id AND m.message_type = 'sms' AND m.id IN %s", ids,
        ))
