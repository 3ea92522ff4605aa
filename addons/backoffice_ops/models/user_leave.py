from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        done = super().write(vals)
        if leaving:  # what a leaver had in hand goes back to the department
            self.env["backoffice.handoff"]._of(leaving)._set_free()._assign()
        return done
