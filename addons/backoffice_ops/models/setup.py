from odoo import api, models


class Setup(models.AbstractModel):
    """Departments and what they offer, in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        _ = self.env._
        return super()._setup_sections() + [
            {"key": "departments", "label": _("Departments"), "model": "hr.department", "match": "name",
             "fields": ("parent_id",)},
            {"key": "request_types", "label": _("Request types"), "model": "backoffice.service", "fields": (
                "name", "department_id", "accept_hours", "deliver_hours", "calendar_id", "requirement_ids",
                "instructions", "confidential", "sequence"),
             "lines": {"requirement_ids": ("code", "name", "required")}},
            {"key": "what_is_missing", "label": _("What is missing"), "model": "backoffice.return.reason",
             "fields": ("name", "fault", "sequence")},
        ]
