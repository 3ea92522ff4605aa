from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        done = super().write(vals)
        if "tz" in vals:
            # sudo: whoever may change the zone changes the local day of all its companies
            companies = self.env["res.company"].sudo().search([("resource_calendar_id", "in", self.ids)])
            companies._triangle_new_days()
        return done
