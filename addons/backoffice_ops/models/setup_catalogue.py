from odoo import api, models

MORE = ("allow_incomplete", "outcome_required", "checklist_ids")
COSTS = ("cost_fixed", "touch_hours", "hour_rate")
WHEN = ("when_item", "when_operator", "when_value")


class Setup(models.AbstractModel):
    """Questions, checklists, terms and costs of request types in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        sections = super()._setup_sections()
        costs = COSTS if self.env.user.has_group("backoffice_ops.group_head") else ()
        for section in sections:
            if section["key"] == "request_types":
                section["fields"] += (*MORE, *costs)
                section["lines"] |= {
                    "requirement_ids": (*section["lines"]["requirement_ids"], "kind", "choices", *WHEN),
                    "checklist_ids": ("code", "name", "required", *WHEN),
                }
        return sections
