from odoo import api, models


class DeskInbox(models.AbstractModel):
    """A word for a colleague in the inbox, without a mail."""

    _inherit = "frontoffice.desk"

    @api.model
    def _tell_inbox(self, user, record, words):
        """Leave ``words`` about a record in the inbox of a user."""
        # sudo: whoever notices it need not be allowed to write messages there
        message = self.env["mail.message"].sudo().create({
            "model": record._name, "res_id": record.id, "message_type": "user_notification", "body": words,
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "author_id": self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root"),
            "record_name": record.display_name,
        })
        self.env["mail.notification"].sudo().create({
            "mail_message_id": message.id, "res_partner_id": user.partner_id.id, "notification_type": "inbox",
        })
        return message
