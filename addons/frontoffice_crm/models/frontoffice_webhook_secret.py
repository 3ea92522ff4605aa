from odoo import fields, models


class FrontofficeWebhookSecret(models.AbstractModel):
    """Shows a new secret once. Nothing of it is stored."""

    _name = "frontoffice.webhook.secret"
    _description = "New webhook secret"

    # the field 'id' is necessary for the onchange that returns the values
    id = fields.Id()
    url = fields.Char("Address", readonly=True)
    secret = fields.Char(readonly=True)
