from odoo import models


class BackofficeHandoff(models.Model):
    _name = "backoffice.handoff"
    _inherit = ["backoffice.handoff", "triangle.watched"]
