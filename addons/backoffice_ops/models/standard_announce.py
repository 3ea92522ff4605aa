from odoo import models


class PromiseStandard(models.Model):
    _inherit = "frontoffice.promise.standard"

    def action_announce(self):
        """A new announcement about what is promised."""
        self.ensure_one()
        return self.env["backoffice.notice"]._new_about(self)
