from odoo import models


class FrontofficeGesture(models.Model):
    _name = "frontoffice.gesture"
    _inherit = ["frontoffice.gesture", "triangle.watched"]
