from odoo import models


class ResUsers(models.Model):
    """Who comes to work for us is no customer from then on."""

    _inherit = "res.users"

    def _write_multi(self, vals_list):
        changed = [user.partner_id.id for user, vals in zip(self, vals_list, strict=True) if "share" in vals]
        super()._write_multi(vals_list)
        if changed:
            self.env["triangle.engine"]._note("res.partner", changed)


class FrontofficeChannel(models.Model):
    _name = "frontoffice.channel"
    _inherit = ["frontoffice.channel", "triangle.watched"]
