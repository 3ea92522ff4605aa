from odoo import api, models
from odoo.tools import SQL

MESSAGE = ("subject", "reply_to", "incoming_email_to", "incoming_email_cc", "outgoing_email_to")
MAIL = ("body_html", "email_to", "email_cc", "headers", "failure_reason")
TRACKED = ("old_value_char", "new_value_char", "old_value_text", "new_value_text")


class Personal(models.AbstractModel):
    """What hangs on records: messages, mails, to-dos, ratings and files."""

    _inherit = "frontoffice.personal"

    @api.model
    def _hanging(self, hosts):
        """{model: records} that hang on ``hosts`` ({model: records})."""
        return {
            model: self._hanging_on(model, name, hosts) for model, name in (
                ("mail.message", "model"), ("mail.scheduled.message", "model"), ("mail.activity", "res_model"),
                ("rating.rating", "res_model"), ("ir.attachment", "res_model"),
            )
        }

    @api.model
    def _hanging_on(self, model, name, hosts):
        # sudo: see _found
        Model = self.env[model].sudo().with_context(active_test=False)
        records = Model
        for host, owners in hosts.items():
            if owners:
                records |= Model.search([(name, "=", host), ("res_id", "in", owners.ids)])
        return records

    @api.model
    def _erase_hanging(self, hanging, partner):
        """Words go, the fact that something was written, rated or planned stays; files go."""
        messages = hanging["mail.message"]
        (hanging["ir.attachment"] | messages.attachment_ids).unlink()
        hanging["mail.scheduled.message"].unlink()
        if messages:
            self._erase_messages(tuple(messages.ids), partner)
        self._set_columns(hanging["mail.activity"], dict.fromkeys(("summary", "note", "feedback", "res_name"), None))
        self._set_columns(hanging["rating.rating"], {
            **dict.fromkeys(("feedback", "publisher_comment", "res_name", "parent_res_name"), None),
        })

    @api.model
    def _erase_messages(self, ids, partner):
        columns = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in MESSAGE)
        self.env.cr.execute(SQL("UPDATE mail_message SET body = '', %s WHERE id IN %s", columns, ids))
        self.env.cr.execute(SQL(
            "UPDATE mail_message SET email_from = NULL"
            " WHERE id IN %s AND (author_id IS NULL OR author_id = %s)", ids, partner.id,
        ))
        mails = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in MAIL)
        self.env.cr.execute(SQL(
            "UPDATE mail_mail SET %s, state = CASE WHEN state = 'outgoing' THEN 'cancel' ELSE state END"
            " WHERE mail_message_id IN %s", mails, ids,
        ))
        tracked = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in TRACKED)
        self.env.cr.execute(SQL("UPDATE mail_tracking_value SET %s WHERE mail_message_id IN %s", tracked, ids))
        self.env.cr.execute(SQL(
            "UPDATE mail_notification SET mail_email_address = NULL, failure_reason = NULL"
            " WHERE mail_message_id IN %s", ids,
        ))
        self.env.cr.execute(SQL("DELETE FROM mail_message_translation WHERE message_id IN %s", ids))
