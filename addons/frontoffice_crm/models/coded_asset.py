from odoo import models


class Asset(models.Model):
    _name = "frontoffice.asset"
    _inherit = ["frontoffice.asset", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
