from odoo import models


class FeedbackPolicy(models.Model):
    _name = "frontoffice.feedback.policy"
    _inherit = ["frontoffice.feedback.policy", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
