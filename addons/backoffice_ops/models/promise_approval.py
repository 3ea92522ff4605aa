from odoo import models

from ..tools import approval as pure


class Promise(models.Model):
    """Enabled when the last request behind it is ready and the last decision is made."""

    _inherit = "frontoffice.promise"

    def _ready_moments(self):
        result = super()._ready_moments()
        rows = self.env["backoffice.approval"].sudo()._read_group(  # times alone, whoever asks
            [("promise_id", "in", self.ids), ("state", "in", (*pure.OPEN, pure.APPROVED))],
            ["promise_id", "state"], ["decided_at:max"],
        )
        for promise, state, last in rows:
            ready = result[promise.id]
            result[promise.id] = None if state in pure.OPEN else ready and max(ready, last)
        return result
