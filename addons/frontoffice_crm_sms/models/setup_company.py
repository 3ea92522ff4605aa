from odoo import api, models


class Setup(models.AbstractModel):
    """The choice travels in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_company_fields(self):
        return [*super()._setup_company_fields(), "desk_texts"]
