from odoo import fields, models


class FrontofficeSettings(models.TransientModel):
    """One page that opens everything a manager sets up, so that the menu stays short."""

    _name = "frontoffice.settings"
    _description = "Front Office settings"

    name = fields.Char(default=lambda self: self.env._("Settings"), readonly=True)
    topic_count = fields.Integer(compute="_compute_counts")
    standard_count = fields.Integer(compute="_compute_counts")
    channel_count = fields.Integer(compute="_compute_counts")
    unheard_count = fields.Integer(compute="_compute_counts")

    def _compute_counts(self):
        Need = self.env["frontoffice.need"]
        for page in self:
            page.topic_count = Need.search_count([])
            page.unheard_count = Need.search_count([("is_unheard", "=", True)])
            page.standard_count = self.env["frontoffice.promise.standard"].search_count([("automatic", "=", False)])
            page.channel_count = self.env["frontoffice.channel"].search_count([])
