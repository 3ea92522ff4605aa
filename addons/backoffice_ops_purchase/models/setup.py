from odoo import api, models


class Setup(models.AbstractModel):
    _inherit = "frontoffice.setup"

    @api.model
    def _setup_sections(self):
        sections = super()._setup_sections()
        for section in sections:
            if section["key"] == "request_types":
                section["fields"] += ("makes_rfq",)
        return sections
