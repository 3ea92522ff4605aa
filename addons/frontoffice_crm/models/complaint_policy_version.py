from odoo import fields, models


class ComplaintPolicyVersion(models.Model):
    """What the deadlines were when a complaint came in."""

    _name = "frontoffice.complaint.policy.version"
    _description = "Version of complaint deadlines"
    _inherit = ["frontoffice.version.mixin"]

    policy_id = fields.Many2one(
        "frontoffice.complaint.policy", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _policy_number_uniq = models.UniqueIndex("(policy_id, number)")
