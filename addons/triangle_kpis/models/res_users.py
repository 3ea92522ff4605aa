from odoo import api, models


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "triangle.dimension"]
    _triangle_column = "employee_id"

    @api.model
    def _service_role_groups(self):
        groups = super()._service_role_groups()
        for role, group in {
            "team_leader": "viewer", "department_head": "viewer", "director": "analyst", "setup": "manager",
        }.items():
            groups[role] = [*groups[role], f"triangle_kpis.group_{group}"]
        return groups

    @api.model
    def _service_role_pages(self):
        return {**super()._service_role_pages(), "director": "triangle_kpis.action_page"}
