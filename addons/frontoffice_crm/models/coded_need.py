from odoo import models


class FrontofficeNeed(models.Model):
    _name = "frontoffice.need"
    _inherit = ["frontoffice.need", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another topic."
    )

    def _code_source(self):
        return self.name
