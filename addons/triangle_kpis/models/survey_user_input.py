from odoo import models


class SurveyUserInput(models.Model):
    _name = "survey.user_input"
    _inherit = ["survey.user_input", "triangle.watched"]

    def unlink(self):
        """Without the later answer the earlier one of the same person counts again."""
        if self.partner_id:
            self.env["triangle.engine"]._note("res.partner", self.partner_id.ids)
        return super().unlink()


class SurveyUserInputLine(models.Model):
    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "triangle.watched"]


class FeedbackInvitation(models.Model):
    _name = "frontoffice.feedback.invitation"
    _inherit = ["frontoffice.feedback.invitation", "triangle.watched"]
