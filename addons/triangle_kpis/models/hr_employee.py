from odoo import api, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._triangle_moved()
        return employees

    def write(self, vals):
        watched = {"user_id", "company_id"} & set(vals)
        users = self.user_id if watched else None
        done = super().write(vals)
        if watched:
            (users | self.user_id)._triangle_mark_members()
        return done

    def unlink(self):
        users = self.sudo().user_id  # sudo: whoever may delete the employee, the figures follow
        done = super().unlink()
        users._triangle_mark_members()
        return done

    def _triangle_moved(self):
        """What these people did is put down to other departments now."""
        self.sudo().user_id._triangle_mark_members()  # as above
