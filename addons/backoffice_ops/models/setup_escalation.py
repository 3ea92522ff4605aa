from odoo import api, models


class Setup(models.AbstractModel):
    """Reminder steps in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        return super()._setup_sections() + [
            {"key": "reminder_steps", "label": self.env._("Reminder steps"), "model": "backoffice.escalation",
             "fields": ("name", "department_id", "service_id", "step_ids", "sequence"),
             "lines": {"step_ids": ("clock", "basis", "value", "tells", "levels", "channel")}},
        ]
