from odoo import models

LOOKED_AT = 500


class Checkup(models.TransientModel):
    """Clocks that say something else than their calendar."""

    _inherit = "frontoffice.checkup"

    def _department_items(self):
        _ = self.env._
        Handoff = self.env["backoffice.handoff"]
        running = Handoff.search([
            ("company_id", "=", self.env.company.id), ("due_at", "!=", False),
            ("state", "in", ("sent", "accepted", "in_progress")),
        ], order="due_at", limit=LOOKED_AT)
        moved = Handoff.browse(list(running._would_move()))
        return super()._department_items() + [self._item(
            "clocks_to_plan_again", _("Running clocks agree with their calendars"),
            _("Working hours changed since they began. Plan them again in the settings of the Back Office."),
            moved, "hint",
        )]
