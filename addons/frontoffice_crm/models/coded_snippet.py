from odoo import models


class FrontofficeSnippet(models.Model):
    _name = "frontoffice.snippet"
    _inherit = ["frontoffice.snippet", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another snippet."
    )

    def _code_source(self):
        return self.shortcut
