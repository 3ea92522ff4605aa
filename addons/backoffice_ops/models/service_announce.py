from odoo import models


class Service(models.Model):
    """A request type or a standard promise that changed can be announced."""

    _inherit = "backoffice.service"

    def action_announce(self):
        """A new announcement about this request type, for its department."""
        self.ensure_one()
        return self.env["backoffice.notice"]._new_about(self, {
            "department_ids": self.department_id.ids, "service_id": self.id})
