from odoo import models


class CasePolicy(models.Model):
    _name = "frontoffice.case.policy"
    _inherit = ["frontoffice.case.policy", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another answer time."
    )

    def _code_source(self):
        return self.name
