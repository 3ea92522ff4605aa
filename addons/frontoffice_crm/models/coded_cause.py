from odoo import models


class FrontofficeCause(models.Model):
    _name = "frontoffice.cause"
    _inherit = ["frontoffice.cause", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
