import hashlib
import secrets
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import hmac

from ..tools import webhook as pure


class FrontofficeChannel(models.Model):
    """A signed webhook: the road in for social networks, messengers and press services.

    Checking a signature needs the secret itself, so a hash of it would not do. It is derived from
    the database's own secret and a random number of the channel instead: no column holds it, a
    copy of the channel table gives nothing away, and it is shown once.
    """

    _inherit = "frontoffice.channel"

    webhook_seed = fields.Char(copy=False, readonly=True, groups="base.group_system")
    webhook_since = fields.Datetime("Secret made on", copy=False, readonly=True)

    def action_new_webhook_secret(self):
        """Make a secret and show it once. An older one stops working at once."""
        self.ensure_one()
        self.check_access("write")
        # sudo: the seed is closed to everybody, so that a secret is replaced and never chosen
        channel = self.sudo()
        channel.write({"webhook_seed": secrets.token_hex(16), "webhook_since": fields.Datetime.now()})
        return {
            "type": "ir.actions.act_window", "res_model": "frontoffice.webhook.secret", "target": "new",
            "name": self.env._("Webhook secret"), "views": [(False, "form")],
            "context": {"default_secret": channel._webhook_secret(), "default_url": channel._webhook_url()},
        }

    def action_stop_webhook(self):
        """No call is taken in any more."""
        self.check_access("write")
        self.sudo().write({"webhook_seed": False, "webhook_since": False})  # as above
        return True

    def _webhook_url(self):
        return f"{self.get_base_url()}/frontoffice/webhook/v1/{self.id}"

    def _webhook_secret(self):
        """The secret of this channel. Raises UserError when there is none."""
        self.ensure_one()
        seed = self.sudo().webhook_seed  # as above
        if not seed:
            raise UserError(self.env._("“%s” has no webhook secret yet.", self.display_name))
        return hmac(self.env(su=True), "frontoffice.webhook", f"{self.id}:{seed}", hashlib.sha256)

    @api.model
    def _webhook_fault(self, channel, headers, body):
        """None when a call is signed by who knows the secret, else a code: "channel", "time", "signature"."""
        if not channel.active or not channel.sudo().webhook_seed:  # as above
            return "channel"
        return pure.fault(channel._webhook_secret(), headers, body, time.time())
