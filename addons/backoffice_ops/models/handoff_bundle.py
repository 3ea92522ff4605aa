from odoo import api, fields, models

CLOSING = ("delivered", "rejected", "reopened", "cancelled", "declined", "rerouted", "undone")


class HandoffBundle(models.Model):
    """A request that is a step of a bundle: when it closes, the next one is sent."""

    _inherit = "backoffice.handoff"

    bundle_id = fields.Many2one(
        "backoffice.bundle", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in CLOSING and self.bundle_id:
            self.bundle_id._step_closed(max(moments.values()))
        elif kind == "sent" and self.bundle_id:
            # sudo: completed and sent by hand, so no longer held up
            self.sudo().bundle_id.step_ids.filtered(lambda s: s.blocked and s.handoff_id in self).blocked = False

    @api.model
    def _ready_domain(self):
        """Drafts that wait for their turn are part of what a promise waits for."""
        waiting = fields.Domain("state", "=", "draft") & fields.Domain("bundle_id", "!=", False)
        return super()._ready_domain() | waiting

    @api.model
    def _relay_domain(self):
        waiting = fields.Domain("state", "=", "draft") & fields.Domain("bundle_id", "!=", False)
        return super()._relay_domain() | waiting

    def _relay_after(self):
        result = super()._relay_after()
        inside = self.filtered("bundle_id")
        if inside:
            steps = self.env["backoffice.bundle.step"].sudo().search([("handoff_id", "in", inside.ids)])  # order alone
            result |= {step.handoff_id.id: tuple(step.after_ids.handoff_id.ids) for step in steps}
        return result
