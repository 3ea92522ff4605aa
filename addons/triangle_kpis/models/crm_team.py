from odoo import models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "triangle.dimension"]
    _triangle_column = "team_id"
