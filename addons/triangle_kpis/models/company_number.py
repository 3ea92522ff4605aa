from odoo import models


class CompanyNumber(models.AbstractModel):
    """For tables that keep the company as a number, so that erasing a company needs no foreign key."""

    _name = "triangle.company.number.mixin"
    _description = "Company as a number"
    _log_access = False

    def _get_redirect_suggested_company(self):
        # stock puts it into the words of a refusal, and expects a record
        return self.env["res.company"].browse({number for number in self.mapped("company_id") if number}).exists()
