from odoo import models


class FrontofficeChannel(models.Model):
    _name = "frontoffice.channel"
    _inherit = ["frontoffice.channel", "frontoffice.coded.mixin"]

    def _code_source(self):
        return self.name
