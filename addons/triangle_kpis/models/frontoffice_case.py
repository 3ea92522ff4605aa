from odoo import models


class FrontofficeCase(models.Model):
    _name = "frontoffice.case"
    _inherit = ["frontoffice.case", "triangle.watched"]
