from odoo import models


class BackofficeServiceVersion(models.Model):
    _name = "backoffice.service.version"
    _inherit = ["backoffice.service.version", "triangle.watched"]
