from odoo import models


class Route(models.Model):
    _name = "frontoffice.route"
    _inherit = ["frontoffice.route", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another assignment rule."
    )

    def _code_source(self):
        return self.name
