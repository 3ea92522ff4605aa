from odoo import models


class TriangleTarget(models.Model):
    _name = "triangle.target"
    _inherit = ["triangle.target", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another target."
    )

    def _code_source(self):
        return f"{self.kpi_id.code} {self.team_id.name or ''} {self.date_from}"
