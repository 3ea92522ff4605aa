from odoo import models


class Playbook(models.Model):
    _name = "frontoffice.playbook"
    _inherit = ["frontoffice.playbook", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
