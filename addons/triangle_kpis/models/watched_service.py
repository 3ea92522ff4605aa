from odoo import models


class BackofficeService(models.Model):
    _name = "backoffice.service"
    _inherit = ["backoffice.service", "triangle.watched"]
