from odoo import api, fields, models


class Handoff(models.Model):
    """When the first question came back: one asked on the first day means it was not complete when sent."""

    _inherit = "backoffice.handoff"

    clarified_at = fields.Datetime("First question asked back on", readonly=True, copy=False)  # naive UTC

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"clarified_at"}

    def write(self, vals):
        fresh = self.filtered(lambda h: not h.clarified_at) if vals.get("clarifications") else self.browse()
        done = super().write(vals)
        if fresh and "clarified_at" not in vals:
            fresh.clarified_at = fields.Datetime.now()  # part of asking back
        return done
