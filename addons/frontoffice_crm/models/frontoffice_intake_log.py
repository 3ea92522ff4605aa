from odoo import fields, models


class FrontofficeIntakeLog(models.Model):
    """Every message, form or call that did not become a record, with the reason why."""

    _name = "frontoffice.intake.log"
    _description = "Not taken in"
    _order = "received_at desc, id desc"
    _rec_name = "subject"

    received_at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    channel_id = fields.Many2one("frontoffice.channel", ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one("res.company", index=True)
    reason = fields.Selection(
        [
            ("duplicate", "Received before"),
            ("bounce", "Could not be delivered (bounce)"),
            ("auto_reply", "Automatic reply"),
            ("loop", "Loop of automatic mails"),
            ("no_recipient", "No recipient of ours"),
            ("no_sender", "No usable sender"),
            ("oversized", "Too large"),
            ("own", "Sent by ourselves"),
            ("refused", "Sender not accepted"),
            ("error", "Could not be read"),
            ("robot", "Looks like a robot"),
            ("limit", "Too many at once"),
            ("file", "File not accepted"),
            ("invalid", "Not complete"),
            ("signature", "Not signed by whom it says"),
        ],
        required=True, index=True,
    )
    email_from = fields.Char("From")
    subject = fields.Char()
    message_ref = fields.Char("Message-Id", index="btree_not_null")
    detail = fields.Char()
    body_excerpt = fields.Text("Beginning of the message")
    count = fields.Integer(
        "Times", default=1, readonly=True, help="Refused posts of one origin in one hour are one line.",
    )
    bucket = fields.Char(
        readonly=True, index="btree_not_null", help="Channel, reason, origin and hour of a line that counts.",
    )
