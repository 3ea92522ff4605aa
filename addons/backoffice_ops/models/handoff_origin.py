from odoo import api, models


class HandoffOrigin(models.Model):
    _inherit = "backoffice.handoff"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._asked_from(vals)} for vals in vals_list])

    @api.model
    def _asked_from(self, vals):
        """The department somebody asks from, where no front-office team does."""
        if vals.get("from_team_id") or "from_department_id" in vals:
            return {}
        user_id = vals.get("from_user_id") or self.env.uid
        departments, _trusted = self.env["res.users"]._backoffice_departments(user_id)
        return {"from_department_id": departments[0]} if departments else {}
