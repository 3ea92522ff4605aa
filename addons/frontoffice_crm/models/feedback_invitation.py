from odoo import api, fields, models
from odoo.tools import email_normalize

LINKS = {
    "frontoffice.case": "case_id", "frontoffice.promise": "promise_id", "frontoffice.encounter": "encounter_id",
}


class FeedbackInvitation(models.Model):
    """One question to one person: when, by which rule, about what, and what came of it.

    Whom it is about is frozen when it is planned, so a later change of owner moves no answer.
    """

    _name = "frontoffice.feedback.invitation"
    _description = "Survey invitation"
    _order = "id desc"
    _check_company_auto = True

    policy_id = fields.Many2one("frontoffice.feedback.policy", readonly=True, index=True, ondelete="restrict")
    policy_version_id = fields.Many2one(
        "frontoffice.feedback.policy.version", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, index=True, ondelete="restrict")
    email = fields.Char("Sent to", readonly=True, index=True)
    instrument = fields.Selection(
        lambda self: self.env["frontoffice.feedback.policy"]._fields["instrument"].selection, readonly=True,
        string="Question",
    )
    case_id = fields.Many2one("frontoffice.case", readonly=True, index="btree_not_null", ondelete="cascade")
    promise_id = fields.Many2one("frontoffice.promise", readonly=True, index="btree_not_null", ondelete="cascade")
    encounter_id = fields.Many2one(
        "frontoffice.encounter", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    episode = fields.Integer(readonly=True, help="How often the case had been opened again when it was asked about.")
    user_id = fields.Many2one("res.users", "Served by", readonly=True, index="btree_not_null", ondelete="set null")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="set null")
    channel_id = fields.Many2one("frontoffice.channel", readonly=True, ondelete="set null")
    need_id = fields.Many2one("frontoffice.need", "Topic", readonly=True, ondelete="set null")
    state = fields.Selection(
        [
            ("planned", "Planned"), ("sent", "Asked"), ("answered", "Answered"), ("skipped", "Not asked"),
            ("expired", "No answer"),
        ],
        default="planned", required=True, readonly=True, index=True,
    )
    skip_reason = fields.Selection(
        [
            ("budget", "Asked recently"), ("address", "No e-mail address"), ("opted_out", "Does not want to be asked"),
            ("reopened", "Not finished after all"), ("rest", "Asked the same recently"),
        ],
        readonly=True, string="Why not asked",
    )
    planned_at = fields.Datetime(required=True, readonly=True)
    send_after = fields.Datetime(readonly=True, index=True)
    sent_at = fields.Datetime("Asked on", readonly=True, index=True)
    closes_at = fields.Datetime("Answers count until", readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    user_input_id = fields.Many2one("survey.user_input", readonly=True, index="btree_not_null", ondelete="set null")
    rating_id = fields.Many2one("rating.rating", readonly=True, index="btree_not_null", ondelete="set null")
    score = fields.Float(readonly=True, aggregator=None, help="Means something only with its question.")
    verdict = fields.Selection(
        [("good", "Happy"), ("middling", "So-so"), ("bad", "Unhappy")], readonly=True, index="btree_not_null"
    )
    token = fields.Char(readonly=True, copy=False, groups="base.group_system", index="btree_not_null")
    follow_user_id = fields.Many2one("res.users", "Calls back", index="btree_not_null", ondelete="set null")
    follow_due_at = fields.Datetime("Call back by", readonly=True)
    followed_at = fields.Datetime("Called back on", readonly=True)
    follow_outcome = fields.Selection(
        [
            ("recovered", "Satisfied now"), ("explained", "Explained"), ("unreachable", "Not reached"),
            ("lost", "Still unhappy"),
        ],
        "Outcome",
    )

    _case_uniq = models.UniqueIndex("(policy_id, case_id, episode) WHERE case_id IS NOT NULL")
    _promise_uniq = models.UniqueIndex("(policy_id, promise_id) WHERE promise_id IS NOT NULL")
    _encounter_uniq = models.UniqueIndex("(policy_id, encounter_id) WHERE encounter_id IS NOT NULL")
    _person_idx = models.Index("(email, sent_at) WHERE sent_at IS NOT NULL")

    @api.depends("partner_id", "instrument")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.partner_id.name or line.email or self.env._("Somebody")

    @api.model
    def _has_field_access(self, field, operation):
        # people only say who calls back, and how the call went
        if operation == "write" and not self.env.su and field.name not in ("follow_user_id", "follow_outcome"):
            return False
        return super()._has_field_access(field, operation)

    # -- planning ----------------------------------------------------------------------------------

    @api.model
    def _plan_for(self, policy, records):
        """Plan one invitation for each of ``records`` that has none yet from this rule and episode."""
        field = LINKS.get(records._name)
        if not records:
            return self.browse()
        known = self.sudo().search([("policy_id", "=", policy.id), (field, "in", records.ids)])
        done = {(line[field].id, line.episode) for line in known}
        todo = records.filtered(lambda r: (r.id, r._feedback_episode()) not in done)
        now = fields.Datetime.now()
        calendar = policy.company_id.resource_calendar_id
        # never at night: the delay runs in working time and so ends in it
        after = calendar._plan_seconds([(now, max(60, round(policy.delay_hours * 3600)))])[0] or now
        version = policy._current_version() if todo else None
        return self.sudo().create([  # nobody writes invitations by hand
            {**self._prepare_invitation_vals(policy, record), field: record.id, "planned_at": now,
             "policy_version_id": version.id, "send_after": after} for record in todo
        ])

    @api.model
    def _prepare_invitation_vals(self, policy, record):
        partner = record._rating_get_partner()
        return {
            "policy_id": policy.id, "company_id": policy.company_id.id, "partner_id": partner.id,
            "email": email_normalize(partner.email or "") or False, "instrument": policy.instrument,
            "episode": record._feedback_episode(), "user_id": record.user_id.id, "team_id": record.team_id.id,
            "channel_id": record.channel_id.id, "need_id": record._feedback_topic().id,
        }

    def _record(self):
        self.ensure_one()
        return self.case_id or self.promise_id or self.encounter_id
