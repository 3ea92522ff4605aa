from odoo import models


class ScoreRule(models.Model):
    _name = "frontoffice.score.rule"
    _inherit = ["frontoffice.score.rule", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
