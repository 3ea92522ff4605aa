from odoo import fields, models


class FrontofficeChannel(models.Model):
    _inherit = "frontoffice.channel"

    calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", check_company=True,
        help="Answer times of cases that come in here count in these hours. Empty: those of the company.",
    )
