from odoo import models


class TriangleTarget(models.Model):
    _name = "triangle.target"
    _inherit = ["triangle.target", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another target."
    )

    def _code_source(self):
        whom = f"{self.team_id.name or ''} {self.department_id.name or ''}"
        return f"{self.kpi_id.code} {whom} {self.date_from}"
