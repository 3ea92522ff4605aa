from odoo import models


class BackofficeSettings(models.TransientModel):
    _inherit = "backoffice.settings"

    def action_clock_test(self):
        """Does the calendar do what we think?"""
        return self.env["backoffice.clock.test"].action_open()

    def action_replan(self):
        """What would move if running clocks were planned again."""
        return self.env["backoffice.replan"].action_open()
