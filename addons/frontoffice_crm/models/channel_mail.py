from odoo import api, models


class FrontofficeChannel(models.Model):
    _inherit = "frontoffice.channel"

    @api.model
    def _for_mail(self, company):
        """The mailbox channel of a company; created when a mail comes for a case without one."""
        # sudo: the gateway has no rights of its own
        channels = self.sudo()
        found = channels.search([("company_id", "=", company.id), ("kind", "=", "email")], limit=1)
        return found or channels.create({
            "name": self.env._("E-mail"), "kind": "email", "company_id": company.id,
        })
