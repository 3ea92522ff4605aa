from odoo import api, fields, models


class HandoffTimeLeft(models.Model):
    _inherit = "backoffice.handoff"

    time_left = fields.Json(
        compute="_compute_time_left", string="Time left",
        help="Working time of whoever has the next step; negative when late.",
    )

    @api.depends("state", "due_at", "sender_due_at", "confirm_due_at")
    @api.depends_context("uid")
    def _compute_time_left(self):
        """For cards and lists: as in My work, one fetch per calendar for all of them."""
        work = self.env["backoffice.work"]
        lefts, day = work._lefts(self), work._day_seconds()
        for handoff in self:
            handoff.time_left = {
                "left": lefts[handoff.id]["left"], "stopped": lefts[handoff.id]["stopped"],
                "late": handoff.is_late, "risk": handoff.is_at_risk, "day": day,
            } if handoff.column not in (False, "done") else False
