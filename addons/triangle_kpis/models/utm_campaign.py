from odoo import models


class UtmCampaign(models.Model):
    _name = "utm.campaign"
    _inherit = ["utm.campaign", "triangle.dimension"]
    _triangle_column = "campaign_id"
