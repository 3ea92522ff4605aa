from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        done = super().write(vals)
        if "resource_calendar_id" in vals:
            self._triangle_new_days()
        if "currency_id" in vals:
            self.env["triangle.dirty"]._mark_all()  # amounts of the group, if this one leads it
        return done

    def _triangle_new_days(self):
        """The zone decides the local day, so everything of the company is counted again."""
        for company in self:
            self.env["triangle.dirty"]._mark_all(company)
