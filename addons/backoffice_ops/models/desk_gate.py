from odoo import api, models


class Desk(models.AbstractModel):
    _inherit = "frontoffice.desk"

    @api.model
    def _log_follow_lead(self, entry):
        """Sales goes on with it; the case stays as long as a department is at work on it."""
        # sudo: whether there is one, nothing of it
        if not entry.case.sudo()._requests_at_work():
            super()._log_follow_lead(entry)
