import xmlrpc.client

from odoo import api, models

from ..tools import letter as pure
from .frontoffice_intake import OURS

AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class MailThread(models.AbstractModel):
    """The one place where mails for our channels leave the stock way. All others are untouched."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        raw = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else bytes(raw)
        letter = pure.read(raw)
        intake = self.env["frontoffice.intake"]
        target = intake._target(letter)

        def deliver(content):
            return super(MailThread, self).message_process(
                model, content, custom_values=custom_values, save_original=save_original,
                strip_attachments=strip_attachments, thread_id=thread_id,
            )

        if not target[0] or (target[0] == "domain" and model):
            return deliver(message)
        return intake._receive(raw, letter, target, deliver)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if not any(route[0] in OURS for route in routes or ()):
            return routes
        return self.env["frontoffice.intake"]._final_routes(message, routes)

    def _routing_create_bounce_email(self, email_from, body_html, message, **mail_values):
        # What a machine sends says so, or two machines answer each other for ever.
        letter = pure.of(message.raw_items())
        if self.env["frontoffice.intake"]._target(letter)[0]:
            mail_values.setdefault("headers", repr(AUTOMATIC))
        return super()._routing_create_bounce_email(email_from, body_html, message, **mail_values)
