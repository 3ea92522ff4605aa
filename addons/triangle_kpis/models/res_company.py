from odoo import fields, models

PERSONAL_DAYS = 90


class ResCompany(models.Model):
    _inherit = "res.company"

    # Not required: a company made while this addon is not loaded must not fail on it.
    triangle_personal_days = fields.Integer(
        "Personal figures go back (days)", default=PERSONAL_DAYS,
        help="Older figures no longer know who did the work. The counts stay.")

    _triangle_personal_days_check = models.Constraint(
        "CHECK(triangle_personal_days BETWEEN 1 AND 730)", "Personal figures go back between 1 and 730 days.")

    def write(self, vals):
        done = super().write(vals)
        if "resource_calendar_id" in vals:
            self._triangle_new_days()
        if "currency_id" in vals:
            self.env["triangle.dirty"]._mark_all()  # amounts of the group, if this one leads it
        if "triangle_personal_days" in vals:
            self.env["triangle.engine"]._personal_switched()  # longer: collected again
            self.env["triangle.engine"]._erase_personal()  # shorter: gone at once
        return done

    def _triangle_new_days(self):
        """The zone decides the local day, so everything of the company is counted again."""
        for company in self:
            self.env["triangle.dirty"]._mark_all(company)
