from odoo import api, fields, models


class ApprovalRuleVersion(models.Model):
    """The path as it was when something was asked."""

    _name = "backoffice.approval.rule.version"
    _description = "Version of an approval rule"
    _inherit = ["frontoffice.version.mixin"]

    rule_id = fields.Many2one("backoffice.approval.rule", required=True, index=True, readonly=True, ondelete="restrict")
    _rule_number_uniq = models.UniqueIndex("(rule_id, number)")


class ApprovalRule(models.Model):
    """Who decides about goodwill beyond the limit, or about a question on a case.

    The first rule that fits counts, one of the company before a shared one. Without any rule the
    team leader is asked, as before.
    """

    _name = "backoffice.approval.rule"
    _description = "Approval rule"
    _inherit = ["frontoffice.versioned.mixin", "frontoffice.coded.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _version_model = "backoffice.approval.rule.version"
    _version_owner = "rule_id"
    _version_fields = ("name", "subject")

    name = fields.Char(required=True, translate=True)
    subject = fields.Selection(
        [("gesture", "Goodwill beyond the limit"), ("case", "A question on a case")], "For",
        required=True, default="gesture",
    )
    step_ids = fields.One2many("backoffice.service.approval.step", "rule_id", "Steps", copy=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: shared by all companies."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version_ids = fields.One2many("backoffice.approval.rule.version", "rule_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL", "This code is already used by another approval rule."
    )

    def _code_source(self):
        return self.name

    def _version_values(self):
        return {**super()._version_values(), "approvals": [step._snapshot() for step in self.step_ids]}

    @api.model
    def _of(self, subject, company):
        """The rule that decides about ``subject`` ("gesture", "case") in a company, or none."""
        # sudo: whoever asks is asked under the company's rules
        rules = self.sudo().search([("subject", "=", subject), ("company_id", "in", (False, company.id))])
        return rules.filtered("step_ids").sorted(lambda r: (not r.company_id, r.sequence, r.id))[:1]
