from odoo import models


class HandoffMixin(models.AbstractModel):
    """For documents from which people ask a department."""

    _name = "backoffice.handoff.mixin"
    _description = "Can ask a department"

    def action_hand_off(self):
        """Open a new request filled from this record."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "backoffice.handoff",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Ask a department"),
            "context": {f"default_{name}": value for name, value in self._prepare_handoff_vals().items() if value},
        }

    def _prepare_handoff_vals(self):
        """Default values of a request asked from this record."""
        return {"company_id": self.company_id.id if "company_id" in self else False}
