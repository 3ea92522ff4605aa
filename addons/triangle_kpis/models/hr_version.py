from odoo import api, models

FIELDS = {"employee_id", "department_id", "date_version", "active"}


class HrVersion(models.Model):
    """Who belonged to which department when: facts of a person go to the department of that day."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions.employee_id._triangle_moved()
        return versions

    def write(self, vals):
        moved = self.employee_id if FIELDS & set(vals) else self.env["hr.employee"]
        done = super().write(vals)
        if FIELDS & set(vals):
            (moved | self.employee_id)._triangle_moved()
        return done

    def unlink(self):
        employees = self.employee_id
        done = super().unlink()
        employees.exists()._triangle_moved()
        return done
