from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    is_service = fields.Boolean("Serves customers", help="Appears at the front desk, not only in sales.")
