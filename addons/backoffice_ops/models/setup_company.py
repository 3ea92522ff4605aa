from odoo import api, models


class Setup(models.AbstractModel):
    """When mail of ours rests, and whether colleagues are asked every month, in the set-up file."""

    _inherit = "frontoffice.setup"

    @api.model
    def _setup_company_fields(self):
        return [
            *super()._setup_company_fields(), "post_quiet_from", "post_quiet_to", "post_summary_hour", "pulse_monthly",
        ]
