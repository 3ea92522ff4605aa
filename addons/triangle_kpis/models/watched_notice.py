from odoo import models


class BackofficeNotice(models.Model):
    _name = "backoffice.notice"
    _inherit = ["backoffice.notice", "triangle.watched"]
