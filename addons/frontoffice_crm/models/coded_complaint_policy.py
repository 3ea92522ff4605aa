from odoo import models


class ComplaintPolicy(models.Model):
    _name = "frontoffice.complaint.policy"
    _inherit = ["frontoffice.complaint.policy", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another row."
    )

    def _code_source(self):
        return f"severity {self.severity}"
