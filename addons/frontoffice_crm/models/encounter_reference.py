from odoo import models


class Encounter(models.Model):
    _inherit = "frontoffice.encounter"

    def _public_reference(self):
        """What a stranger may quote. Not the case's number: it would tell whether there was a case before."""
        self.ensure_one()
        return f"F-{self.id}"
