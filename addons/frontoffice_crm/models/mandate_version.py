from odoo import fields, models


class MandateVersion(models.Model):
    """What a decision limit said when somebody gave something under it."""

    _name = "frontoffice.mandate.version"
    _description = "Version of a decision limit"
    _inherit = ["frontoffice.version.mixin"]

    mandate_id = fields.Many2one(
        "frontoffice.mandate", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _mandate_number_uniq = models.UniqueIndex("(mandate_id, number)")
