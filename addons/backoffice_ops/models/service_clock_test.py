from odoo import models


class BackofficeService(models.Model):
    _inherit = "backoffice.service"

    def action_clock_test(self):
        """Three worked examples of this request type."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env["backoffice.clock.test"]._open({"service_id": self.id, "company_id": company.id})
