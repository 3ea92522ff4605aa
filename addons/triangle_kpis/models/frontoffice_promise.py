from odoo import models


class FrontofficePromise(models.Model):
    _name = "frontoffice.promise"
    _inherit = ["frontoffice.promise", "triangle.watched"]
