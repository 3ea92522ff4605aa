from odoo import fields, models


class EscalationVersion(models.Model):
    """The steps as they were when somebody was told."""

    _name = "backoffice.escalation.version"
    _description = "Version of reminder steps"
    _inherit = ["frontoffice.version.mixin"]

    escalation_id = fields.Many2one(
        "backoffice.escalation", required=True, index=True, readonly=True, ondelete="cascade"
    )
    _escalation_number_uniq = models.UniqueIndex("(escalation_id, number)")
