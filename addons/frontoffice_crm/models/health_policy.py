from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import mood as pure


class HealthPolicyVersion(models.Model):
    """How a mood was computed."""

    _name = "frontoffice.health.policy.version"
    _description = "Version of a mood rule"
    _inherit = ["frontoffice.version.mixin"]

    policy_id = fields.Many2one(
        "frontoffice.health.policy", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _policy_number_uniq = models.UniqueIndex("(policy_id, number)")


class HealthPolicy(models.Model):
    """What makes a customer likely to stay or to leave, and how much each of it weighs."""

    _name = "frontoffice.health.policy"
    _description = "Mood rule"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _version_model = "frontoffice.health.policy.version"
    _version_owner = "policy_id"
    _version_fields = (
        "name", "days", "unhappy_below", *(f"weight_{name}" for name in pure.DRIVERS),
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    segment = fields.Char("Only customer group", help="Empty: every customer without a rule of its own.")
    days = fields.Integer("Look at the last (days)", required=True, default=180)
    unhappy_below = fields.Integer("Unhappy below", required=True, default=40)
    weight_kept = fields.Float("Promises kept", default=3.0)
    weight_late_now = fields.Float("Late right now", default=2.0)
    weight_complaints = fields.Float("Complaints", default=2.0)
    weight_answers = fields.Float("What they say when asked", default=3.0)
    weight_contact = fields.Float("Silence", default=1.0)
    weight_silent_breaks = fields.Float("Late without warning", default=1.0)
    version_ids = fields.One2many("frontoffice.health.policy.version", "policy_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another rule."
    )
    _days_positive = models.Constraint("CHECK (days > 0)", "Look at one day at least.")

    @api.constrains(*(f"weight_{name}" for name in pure.DRIVERS))
    def _check_weights(self):
        for policy in self:
            weights = policy._weights().values()
            if min(weights) < 0 or not any(weights):
                raise ValidationError(self.env._("Weights are not negative, and one of them counts."))

    def _weights(self):
        return {name: self[f"weight_{name}"] for name in pure.DRIVERS}
