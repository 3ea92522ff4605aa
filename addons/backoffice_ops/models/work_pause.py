from odoo import api, models


class WorkPause(models.AbstractModel):
    _inherit = "backoffice.work"

    @api.model
    @api.readonly
    def item(self, handoff_id):
        """Also whether there is something since the last step that proves a wait, and when a wait ends by itself."""
        result = super().item(handoff_id)
        handoff = self._get(handoff_id)
        may = handoff.state in ("accepted", "in_progress")
        return {
            **result, "proof": may and bool(handoff._pause_proofs()[handoff.id]),
            "goes_on": self._iso(handoff.resume_due_at),
        }
