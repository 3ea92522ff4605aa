from odoo import models


class BackofficeObligation(models.Model):
    _name = "backoffice.obligation"
    _inherit = ["backoffice.obligation", "triangle.watched"]
