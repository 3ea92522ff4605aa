from odoo import api, fields, models

CLOSING = ("delivered", "cancelled")
CHANGING = (*CLOSING, "sent", "rerouted", "rejected", "reopened", "undone")


class HandoffRelay(models.Model):
    """A request is a step of its promise; when it closes, the time of the others is split again."""

    _inherit = "backoffice.handoff"

    _usual_idx = models.Index(
        "(service_id, company_id, final_at) INCLUDE (worked_hours) WHERE final_at IS NOT NULL"
    )

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in CHANGING and self.promise_id:
            closed = self if kind in CLOSING else self.browse()
            self.promise_id._relay_again(closed, max(moments.values()))

    @api.model
    def _ready_domain(self):
        """Requests a promise waits for before it is ready."""
        return fields.Domain("state", "not in", ("draft", "cancelled"))

    @api.model
    def _relay_domain(self):
        """Requests that take a part of the customer's time."""
        return fields.Domain("state", "not in", ("draft", "cancelled"))

    def _relay_after(self):
        """Hook: {request id: ids of the requests it waits for}. Without a bundle all run side by side."""
        return {}
