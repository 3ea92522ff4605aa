from odoo import models


class Handoff(models.Model):
    _name = "backoffice.handoff"
    _inherit = ["backoffice.internal.audience", "backoffice.handoff"]
