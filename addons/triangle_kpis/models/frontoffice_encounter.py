from odoo import models


class FrontofficeEncounter(models.Model):
    _name = "frontoffice.encounter"
    _inherit = ["frontoffice.encounter", "triangle.watched"]
