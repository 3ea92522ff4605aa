from odoo import models


class AppointmentType(models.Model):
    _name = "frontoffice.appointment.type"
    _inherit = ["frontoffice.appointment.type", "frontoffice.coded.mixin"]

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another appointment."
    )

    def _code_source(self):
        return self.name
