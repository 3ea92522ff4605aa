from odoo import models


class Gesture(models.Model):
    """Goodwill in money is paid out by Finance: it asks for a credit note."""

    _inherit = "frontoffice.gesture"

    def _give(self, room, decision=None):
        given = super()._give(room, decision)
        if given:
            self._ask_refund()
        return given

    def _ask_refund(self):
        """One request per goodwill of refund or credit, where a request type says so."""
        if self.kind not in ("refund", "credit"):
            return
        service = self.env["backoffice.service"]._goodwill_service(self.company_id)
        if service:
            self.env["backoffice.handoff"]._ask_by_rule([{
                **self.case_id._prepare_handoff_vals(), "service_id": service.id, "gesture_id": self.id,
                "subject": f"{service.name} · {self.display_name}", "promise_id": self.promise_id.id,
            }])
