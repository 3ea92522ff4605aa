from odoo import api, fields, models


class FrontofficeChannel(models.Model):
    _inherit = "frontoffice.channel"

    livechat_channel_id = fields.Many2one(
        "im_livechat.channel", "Live chat", index="btree_not_null", ondelete="set null",
        help="Chats of this button come in here.",
    )

    @api.model
    def _for_livechat(self, livechat):
        """The entry point of a live chat button: its own, else the company's chat, made when there is none."""
        # sudo throughout: a visitor of the chat causes this
        Channel = self.sudo()
        own = Channel.search([("livechat_channel_id", "=", livechat.id)], limit=1) if livechat else Channel
        company = self.env.company
        found = own or Channel.search([("kind", "=", "chat"), ("company_id", "=", company.id)], limit=1)
        return found or Channel.create({"name": self.env._("Chat"), "kind": "chat", "company_id": company.id})
