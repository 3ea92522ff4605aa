from odoo import fields, models


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    is_comparison = fields.Boolean(
        "To compare with",
        help="A plain variant, or one without what you try out, for a part of the recipients: the figure “What writing "
             "personally brings” compares the other mailings of the campaign with it.",
    )
