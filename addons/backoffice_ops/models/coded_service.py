from odoo import models


class BackofficeService(models.Model):
    _name = "backoffice.service"
    _inherit = ["backoffice.service", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "This code is already used by another request type.",
    )

    def _code_source(self):
        return self.name
