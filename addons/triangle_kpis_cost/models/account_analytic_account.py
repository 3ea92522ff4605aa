from odoo import fields, models


class AccountAnalyticAccount(models.Model):
    _name = "account.analytic.account"
    _inherit = ["account.analytic.account", "triangle.watched"]

    for_acquisition = fields.Boolean(
        "For winning customers",
        help="What is booked here is what new customers cost: bills, expenses and hours of marketing and sales.",
    )
