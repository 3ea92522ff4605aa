from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    portal_promises = fields.Boolean(
        "Promises in the customer portal", help="Customers see what we promised them: on track, new date, kept, late."
    )
    auto_promises = fields.Boolean(
        "Automatic promises", default=True,
        help="First answer, solution and visit are kept as promises too. Hidden in the list unless asked for.",
    )
