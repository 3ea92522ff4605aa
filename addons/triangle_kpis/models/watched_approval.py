from odoo import models


class BackofficeApproval(models.Model):
    _name = "backoffice.approval"
    _inherit = ["backoffice.approval", "triangle.watched"]
