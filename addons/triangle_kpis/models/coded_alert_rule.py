from odoo import models


class TriangleAlertRule(models.Model):
    _name = "triangle.alert.rule"
    _inherit = ["triangle.alert.rule", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another alert rule."
    )

    def _code_source(self):
        return self.kpi_id.code or "all others"
