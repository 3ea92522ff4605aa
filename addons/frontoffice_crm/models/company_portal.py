from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    portal_cases = fields.Boolean(
        "Customers see their cases", default=True,
        help="In the portal and through the button in mails: how it stands, their messages, and answering.",
    )
