from odoo import models


class HealthPolicy(models.Model):
    _name = "frontoffice.health.policy"
    _inherit = ["frontoffice.health.policy", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
