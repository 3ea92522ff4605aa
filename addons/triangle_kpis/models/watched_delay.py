from odoo import models


class BackofficeDelay(models.Model):
    _name = "backoffice.delay"
    _inherit = ["backoffice.delay", "triangle.watched"]
