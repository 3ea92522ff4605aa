from odoo import models


class PromiseStandard(models.Model):
    _name = "frontoffice.promise.standard"
    _inherit = ["frontoffice.promise.standard", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "This code is already used by another standard promise.",
    )

    def _code_source(self):
        return self.name
