from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import feedback as pure
from .frontoffice_route import HISTORY

TRIGGERS = [
    ("case_resolved", "A case is solved"), ("promise_decided", "A promise is kept or broken"),
    ("encounter_done", "An interaction ends"), ("relationship", "From time to time"),
]


class FeedbackPolicyVersion(models.Model):
    """What a survey rule said when it asked."""

    _name = "frontoffice.feedback.policy.version"
    _description = "Version of a survey rule"
    _inherit = ["frontoffice.version.mixin"]

    policy_id = fields.Many2one(
        "frontoffice.feedback.policy", required=True, index=True, readonly=True, ondelete="restrict"
    )
    _policy_number_uniq = models.UniqueIndex("(policy_id, number)")


class FeedbackPolicy(models.Model):
    """Who is asked what, never too often."""

    _name = "frontoffice.feedback.policy"
    _description = "Survey rule"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _version_model = "frontoffice.feedback.policy.version"
    _version_owner = "policy_id"
    _version_fields = (
        "name", "instrument", "survey_id", "trigger", "case_type", "channel_ids", "need_ids", "percent",
        "delay_hours", "rest_days", "answer_days", "owner_id",
    )

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    instrument = fields.Selection(
        [
            (pure.CSAT, "Smiley after a contact"), (pure.NPS, "Would you recommend us?"),
            (pure.CES, "Was it easy?"), (pure.RATER, "Service quality in five dimensions"),
        ],
        required=True, default=pure.CSAT, string="Question",
    )
    survey_id = fields.Many2one(
        "survey.survey", compute="_compute_survey_id", store=True, readonly=False,
        help="The smiley needs none. Its wording can be changed in Surveys.",
    )
    trigger = fields.Selection(TRIGGERS, required=True, default="case_resolved", string="When")
    case_type = fields.Selection(selection="_case_types", string="Only")
    channel_ids = fields.Many2many("frontoffice.channel", string="Came in by", check_company=True)
    need_ids = fields.Many2many("frontoffice.need", string="About", check_company=True)
    percent = fields.Integer("Ask (percent)", default=100)
    delay_hours = fields.Float("Wait (working hours)", default=1.0)
    rest_days = fields.Integer(
        "Not again for (days)", default=90,
        help="The same person by this rule. The limit over all rules is in the settings.",
    )
    answer_days = fields.Integer("Answers count for (days)", default=14)
    owner_id = fields.Many2one(
        "res.users", "Calls back", help="Who calls unhappy customers. Empty: the leader of the team.",
    )
    version_ids = fields.One2many("frontoffice.feedback.policy.version", "policy_id", readonly=True)

    _code_company_uniq = models.UniqueIndex(
        "(code, company_id) WHERE code IS NOT NULL", "This code is already used by another rule."
    )
    _percent_range = models.Constraint("CHECK (percent BETWEEN 0 AND 100)", "Percent is between 0 and 100.")
    _answer_positive = models.Constraint("CHECK (answer_days > 0)", "Give customers at least a day to answer.")

    @api.model
    def _case_types(self):
        return self.env["frontoffice.case"]._fields["type"].selection

    @api.depends("instrument")
    def _compute_survey_id(self):
        for policy in self:
            xmlid = f"frontoffice_crm.survey_{policy.instrument}"
            # sudo: the surveys we ship are named here, and people of the front office do not edit surveys
            policy.survey_id = False if policy.instrument == pure.CSAT else self.env.ref(xmlid, False).sudo()

    @api.constrains("instrument", "survey_id", "trigger")
    def _check_survey(self):
        for policy in self:
            if policy.instrument != pure.CSAT and not policy.survey_id:
                raise ValidationError(self.env._("Choose the survey that asks this."))
            if policy.instrument == pure.CSAT and policy.trigger == "relationship":
                raise ValidationError(self.env._("A smiley needs a contact it is about. Choose another question."))

    # -- what is asked about -----------------------------------------------------------------------

    @api.model
    def _plan(self, trigger, records):
        """Plan invitations for records that just ended. The same ending never plans twice."""
        records = records.filtered(lambda record: record.source not in HISTORY)
        if not records:
            return
        Invitation = self.env["frontoffice.feedback.invitation"].sudo()  # nobody writes them by hand
        for company, group in records.grouped("company_id").items():
            # sudo: whoever ends a case causes the question, though only managers edit the rules
            for policy in self.sudo().search([("company_id", "=", company.id), ("trigger", "=", trigger)]):
                Invitation._plan_for(policy, policy._concerned(group))

    def _concerned(self, records):
        """Those of ``records`` this rule is about, chosen by chance where it asks only some."""
        self.ensure_one()
        if self.channel_ids:
            records = records.filtered(lambda r: r.channel_id in self.channel_ids)
        if self.need_ids:
            records = records.filtered(lambda r: r._feedback_topic() in self.need_ids)
        if self.case_type:
            records = records.filtered(lambda r: r._feedback_type() == self.case_type)
        key = f"{self.code or self.id}:{records._name}"
        return records.filtered(lambda r: pure.sampled(f"{key}:{r.id}:{r._feedback_episode()}", self.percent))

    @api.model
    def _cron_relationship(self, limit=200):
        """Customers who were in touch within a year and were not asked by the rule for its rest days."""
        for policy in self.search([("trigger", "=", "relationship")]):
            now = fields.Datetime.now()
            asked = self.env["frontoffice.feedback.invitation"]._read_group([
                ("policy_id", "=", policy.id),
                ("planned_at", ">=", now - timedelta(days=policy.rest_days)),
            ], ["partner_id"])
            domain = [
                ("company_id", "=", policy.company_id.id), ("arrived_at", ">=", now - timedelta(days=365)),
                ("partner_id", "not in", [partner.id for (partner,) in asked]),
                ("partner_id.email", "!=", False), ("partner_id.feedback_opt_out", "=", False),
            ]
            groups = self.env["frontoffice.encounter"]._read_group(
                domain, ["partner_id"], ["id:max"], order="id:max", limit=limit,
            )
            latest = self.env["frontoffice.encounter"].browse([last for _partner, last in groups])
            self.env["frontoffice.feedback.invitation"]._plan_for(policy, policy._concerned(latest))
