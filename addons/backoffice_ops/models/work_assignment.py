from odoo import api, models


class WorkAssignment(models.AbstractModel):
    """Why this person got it, for who got it and the head of the department."""

    _inherit = "backoffice.work"

    @api.model
    @api.readonly
    def item(self, handoff_id):
        result = super().item(handoff_id)
        if self.env.user.has_group("backoffice_ops.group_feature_assignment"):
            result["chosen"] = bool(self._may_read_decisions() and self._get(handoff_id)._decision())
        return result

    @api.model
    def _may_read_decisions(self):
        return self.env["backoffice.assignment"].has_access("read")
