from odoo import api, models

RULE = ("assign_policy", "match_language", "relax_level_hours", "relax_skill_hours", "capacity_weight")


class Setup(models.AbstractModel):
    """Who gets requests of a type, in the set-up file. Skills stay out: they belong to HR."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        sections = super()._setup_sections()
        for section in sections:
            if section["key"] == "request_types":
                section["fields"] += RULE
        return sections
