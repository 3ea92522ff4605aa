from odoo import models


class FrontofficeChannel(models.Model):
    _name = "frontoffice.channel"
    _inherit = ["frontoffice.channel", "triangle.dimension"]
    _triangle_column = "channel_id"
