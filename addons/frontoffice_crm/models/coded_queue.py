from odoo import models


class FrontofficeQueue(models.Model):
    _name = "frontoffice.queue"
    _inherit = ["frontoffice.queue", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another waiting line."
    )

    def _code_source(self):
        return self.name
