from odoo import fields, models


class CasePolicyVersion(models.Model):
    """What the answer times were when a clock was planned."""

    _name = "frontoffice.case.policy.version"
    _description = "Version of answer times"
    _inherit = ["frontoffice.version.mixin"]

    policy_id = fields.Many2one(
        "frontoffice.case.policy", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _policy_number_uniq = models.UniqueIndex("(policy_id, number)")
