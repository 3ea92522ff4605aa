from odoo import models


class BackofficeChecklistLine(models.Model):
    _name = "backoffice.checklist.line"
    _inherit = ["backoffice.checklist.line", "triangle.watched"]
