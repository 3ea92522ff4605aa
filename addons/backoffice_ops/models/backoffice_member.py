from odoo import api, fields, models


class BackofficeMember(models.Model):
    """Who is in a department, and as what. Decides who sees and takes its requests."""

    _name = "backoffice.member"
    _description = "Department member"
    _order = "department_id, role desc, id"
    _check_company_auto = True

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade", string="Person")
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, check_company=True, ondelete="restrict"
    )
    role = fields.Selection(
        [("clerk", "Clerk"), ("deputy", "Deputy"), ("head", "Head")], default="clerk", required=True
    )
    capacity = fields.Float("Requests at a time", default=8.0)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    _user_department_uniq = models.Constraint(
        "UNIQUE (user_id, department_id)", "This person is already in this department."
    )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self._forget_departments()
        return members

    def write(self, vals):
        done = super().write(vals)
        self._forget_departments()
        return done

    def unlink(self):
        done = super().unlink()
        self._forget_departments()
        return done

    def _forget_departments(self):
        """Record rules read the cached departments of a user, so they must follow at once."""
        self.env.registry.clear_cache()
        self.env["res.users"].invalidate_model(
            ["backoffice_department_ids", "backoffice_trusted_department_ids"]
        )
