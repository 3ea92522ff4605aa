from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    service_calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", check_company=True,
        help="Answer times of this team's cases count in these hours. Empty: those of the channel or the company.",
    )
