from odoo import models


class OnboardingStep(models.Model):
    """The two steps of the first ten minutes that other departments need."""

    _inherit = "onboarding.onboarding.step"

    def action_open_backoffice_people(self):
        """Departments and who works there."""
        return self._frontoffice_action("backoffice_ops.member_action")

    def action_open_backoffice_service(self):
        """Request types to take over ready-made."""
        return self._frontoffice_action("backoffice_ops.ready_action")

    def _done_backoffice_people(self):
        return self.env["backoffice.member"].search_count([("company_id", "=", self.env.company.id)], limit=1)

    def _done_backoffice_service(self):
        return self.env["backoffice.service"].search_count(
            [("company_id", "in", (False, self.env.company.id))], limit=1)
