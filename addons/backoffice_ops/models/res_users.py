from odoo import api, fields, models, tools


class ResUsers(models.Model):
    _inherit = "res.users"

    backoffice_department_ids = fields.Many2many(
        "hr.department", compute="_compute_backoffice_departments", string="Departments served",
        compute_sudo=True,  # a user's own memberships decide rights, so no right is asked for them
        context={"active_test": False},  # an archived department still finishes its work
    )
    backoffice_trusted_department_ids = fields.Many2many(
        "hr.department", compute="_compute_backoffice_departments", compute_sudo=True,
        context={"active_test": False}, string="Departments trusted with confidential requests",
    )

    @api.depends_context("uid")
    def _compute_backoffice_departments(self):
        Department = self.env["hr.department"]
        for user in self:
            every, trusted = user._backoffice_departments(user.id)
            user.backoffice_department_ids = Department.browse(every)
            user.backoffice_trusted_department_ids = Department.browse(trusted)

    @api.model
    @tools.ormcache("user_id")
    def _backoffice_departments(self, user_id):
        """(ids of departments the user is in, those as head or deputy); cached until members change."""
        members = self.env["backoffice.member"].sudo().search([("user_id", "=", user_id)])  # as above
        trusted = members.filtered(lambda m: m.role in ("head", "deputy"))
        return tuple(members.department_id.ids), tuple(trusted.department_id.ids)

    @api.model
    def _service_role_groups(self):
        groups = super()._service_role_groups()
        groups["department_clerk"] = [*groups["department_clerk"], "backoffice_ops.group_clerk"]
        groups["department_head"] = [*groups["department_head"], "backoffice_ops.group_head"]
        groups["director"] = [*groups["director"], "backoffice_ops.group_head"]
        groups["setup"] = [*groups["setup"], "backoffice_ops.group_manager"]
        return groups

    @api.model
    def _service_role_pages(self):
        work = "backoffice_ops.work_action"
        return {**super()._service_role_pages(), "department_clerk": work, "department_head": work}
