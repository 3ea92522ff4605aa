from odoo import models


class Mandate(models.Model):
    _name = "frontoffice.mandate"
    _inherit = ["frontoffice.mandate", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another decision limit."
    )

    def _code_source(self):
        return f"{self.group_id.full_name} {self.case_type or ''} {self.kind or ''}"
