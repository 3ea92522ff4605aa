from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def action_replan(self):
        """Preview what running requests would move to under the hours as they are now."""
        return self.env["backoffice.replan"].action_open()

    def action_clock_test(self):
        """Three worked examples with these hours."""
        self.ensure_one()
        return self.env["backoffice.clock.test"]._open({"calendar_id": self.id})
