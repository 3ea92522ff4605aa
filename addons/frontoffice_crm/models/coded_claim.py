from odoo import models


class Claim(models.Model):
    _name = "frontoffice.claim"
    _inherit = ["frontoffice.claim", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another advertised promise."
    )

    def _code_source(self):
        return self.name
