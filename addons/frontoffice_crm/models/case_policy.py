from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.case import LIVE

HOURS = {"first": "first_reply_hours", "next": "next_reply_hours", "resolution": "resolution_hours"}


class CasePolicy(models.Model):
    """How fast a case of some kind is answered and solved, in working hours.

    The first one that fits counts, the narrowest before the wider. A change never moves a clock that
    runs; "Apply to open cases" does, with an event in each history.
    """

    _name = "frontoffice.case.policy"
    _description = "Answer times"
    _inherit = ["frontoffice.versioned.mixin"]
    _order = "sequence, id"
    _version_model = "frontoffice.case.policy.version"
    _version_owner = "policy_id"
    _version_fields = ("name", *HOURS.values(), "calendar_id")
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, compute="_compute_company", store=True, readonly=False, precompute=True,
        help="Empty: shared by all companies.",
    )
    type = fields.Selection(
        selection=lambda self: self.env["frontoffice.case"]._fields["type"]._description_selection(self.env),
        help="Empty: every type of case.",
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Important")], help="Empty: every priority.")
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", check_company=True, ondelete="cascade",
        domain=[("is_service", "=", True)], help="Empty: every team.",
    )
    first_reply_hours = fields.Float("First answer within", help="Working hours. 0: no deadline.")
    next_reply_hours = fields.Float("Next answer within", help="Working hours after each letter of the customer.")
    resolution_hours = fields.Float("Solved within", help="Working hours; waiting for the customer does not count.")
    calendar_id = fields.Many2one(
        "resource.calendar", "Working hours", check_company=True,
        help="Empty: those of the team, else of the channel, else of the company.",
    )
    version_ids = fields.One2many("frontoffice.case.policy.version", "policy_id", readonly=True)
    open_count = fields.Integer("Open cases under an older version", compute="_compute_open_count")

    @api.depends("team_id", "calendar_id")
    def _compute_company(self):
        """What is for a team of one company, or counts in its hours, is that company's."""
        for policy in self:
            policy.company_id = policy.company_id or policy.team_id.company_id or policy.calendar_id.company_id

    @api.constrains(*HOURS.values())
    def _check_hours(self):
        for policy in self:
            if min(policy[name] for name in HOURS.values()) < 0:
                raise ValidationError(self.env._("Hours cannot be negative. 0 means no deadline."))

    def _targets(self):
        """{clock: working seconds or None}."""
        self.ensure_one()
        return {clock: round(self[name] * 3600) or None for clock, name in HOURS.items()}

    @api.model
    def _of(self, cases):
        """{case id: the policy that fits, or an empty one}; one query."""
        # sudo: whoever handles a case works under its policy
        policies = self.sudo().search([("company_id", "in", [False, *cases.company_id.ids])])
        return {case.id: policies._best(case) for case in cases}

    def _best(self, case):
        team = case._clock_team()
        fitting = self.filtered(lambda p: (
            p.company_id.id in (False, case.company_id.id) and p.type in (False, case.type)
            and p.priority in (False, case.priority) and p.team_id.id in (False, team.id)
        ))
        return fitting.sorted(lambda p: (-p._narrowness(), p.sequence, p.id))[:1]

    def _narrowness(self):
        """A team says more than a type, a type more than a priority, a company of its own most."""
        return 8 * bool(self.company_id) + 4 * bool(self.team_id) + 2 * bool(self.type) + bool(self.priority)

    def _outdated_domain(self):
        """Open cases that run under an older version of these policies."""
        current = [version.id for version in self._current_versions().values()]
        return Domain("policy_version_id.policy_id", "in", self.ids) & Domain("state", "in", LIVE) & Domain(
            "policy_version_id", "not in", current
        )

    @api.depends("version_ids", *HOURS.values(), "calendar_id")
    def _compute_open_count(self):
        for policy in self:
            saved = policy._origin
            policy.open_count = saved and self.env["frontoffice.case"].search_count(saved._outdated_domain())

    def action_apply(self):
        """Plan the open cases under an older version anew, from the time they have used so far."""
        self.check_access("write")
        cases = self.env["frontoffice.case"].search(self._outdated_domain())
        cases._record("replanned")
        return True

    def action_table(self):
        """Which event starts, pauses and stops which clock."""
        return self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.clock_table_action")
