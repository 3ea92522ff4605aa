from odoo import api, fields, models

from ..tools import case as pure
from .promise import SOURCES


class Case(models.Model):
    """Something that takes more than one contact to settle."""

    _name = "frontoffice.case"
    _description = "Case"
    _inherit = [
        "frontoffice.ledger.mixin", "portal.mixin", "mail.thread.cc", "mail.thread.phone",
        "rating.mixin", "mail.activity.mixin",
    ]
    _order = "priority desc, opened_at desc, id desc"
    _rec_names_search = ["name", "subject", "partner_id.name"]
    _mail_post_access = "read"
    _primary_email = "email"
    _check_company_auto = True
    _ledger_model = "frontoffice.case.event"
    _ledger_start = pure.Case()
    _ledger_step = staticmethod(pure.step)
    _ledger_opening = "opened"
    _ledger_following = frozenset({"asked_backoffice", "resumed"})
    _ledger_cache = frozenset({
        "opened_at", "ack_at", "first_response_at", "resolved_at", "closed_at", "reopen_count",
        "resolved_level",
    })

    name = fields.Char("Number", readonly=True, copy=False, default="/", index="trigram")
    subject = fields.Char("What it is about", required=True)
    description = fields.Html()
    type = fields.Selection(
        [
            ("question", "Question"), ("order", "Order or change"), ("problem", "Problem"),
            ("complaint", "Complaint"), ("praise", "Praise"),
        ],
        default="question", required=True, index=True,
    )
    need_id = fields.Many2one(
        "frontoffice.need", "Topic", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="restrict")
    partner_name = fields.Char("Name given")
    email = fields.Char()
    phone = fields.Char()
    channel_id = fields.Many2one(
        "frontoffice.channel", "Came in by", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", "Owner", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    severity = fields.Selection([("1", "Minor"), ("2", "Serious"), ("3", "Severe")])
    priority = fields.Selection([("0", "Normal"), ("1", "Important")], default="0")
    campaign_id = fields.Many2one("utm.campaign", index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [
            ("new", "New"), ("open", "Open"), ("waiting_customer", "Waiting for the customer"),
            ("waiting_backoffice", "Waiting for a department"), ("resolved", "Solved"),
            ("closed", "Closed"), ("cancelled", "Cancelled"), ("merged", "Merged"),
        ],
        readonly=True, index=True, group_expand="_group_expand_states",
    )
    opened_at = fields.Datetime("Opened", readonly=True, index=True)
    ack_at = fields.Datetime("Acknowledged", readonly=True)
    first_response_at = fields.Datetime("First answer", readonly=True)
    resolved_at = fields.Datetime("Solved on", readonly=True)
    closed_at = fields.Datetime("Closed on", readonly=True)
    reopen_count = fields.Integer("Opened again", readonly=True)
    resolved_level = fields.Selection(
        [("first_line", "At the desk"), ("approved", "With an approval"), ("escalated", "With a department")],
        "Solved", readonly=True,
    )
    merged_into_id = fields.Many2one("frontoffice.case", index="btree_not_null", ondelete="restrict")
    encounter_ids = fields.One2many("frontoffice.encounter", "case_id")
    promise_ids = fields.One2many("frontoffice.promise", "case_id")
    promise_count = fields.Integer(compute="_compute_counts")
    next_due_at = fields.Datetime("Promised for", compute="_compute_counts")
    source = fields.Selection(SOURCES, default="person", required=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict")
    active = fields.Boolean(default=True)
    event_ids = fields.One2many("frontoffice.case.event", "case_id", readonly=True)

    _name_company_uniq = models.UniqueIndex("(name, company_id) WHERE name <> '/'")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for case in self:
            case.display_name = f"{case.name} {case.subject or ''}".strip()

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Customers answer by mail: there is no page of the case for them, so no button leads to one."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        for name, _method, data in groups:
            if name != "user":
                data["has_button_access"] = False
        return groups

    def _group_expand_states(self, states, domain):
        """In the order of the work; empty columns would fill a telephone's whole screen."""
        order = ("new", "open", "waiting_customer", "waiting_backoffice", "resolved")
        return [name for name in order if name in states]

    @api.depends("promise_ids.state", "promise_ids.due_at")
    def _compute_counts(self):
        Promise = self.env["frontoffice.promise"]
        domain = [("case_id", "in", self.ids), ("origin_kind", "!=", "auto")]
        counts = dict(Promise._read_group(domain, ["case_id"], ["__count"]))
        dues = dict(Promise._read_group(
            [*domain, ("state", "in", ("made", "enabled")), ("origin_kind", "=", "person")],
            ["case_id"], ["due_at:min"],
        ))
        for case in self:
            case.promise_count = counts.get(case, 0)
            case.next_due_at = dues.get(case, False)

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._complete()
        return cases

    def _complete(self):
        """Number, team and owner that nobody should have to type; one query of numbers a company."""
        for company, cases in self.grouped("company_id").items():
            todo = cases.filtered(lambda case: case.name == "/")
            numbers = self.env["ir.sequence"]._next_numbers("frontoffice.case", company, len(todo))
            for case, number in zip(todo, numbers, strict=True):
                case.sudo().name = number  # the number is read-only for people
        for case in self.filtered(lambda case: not case.team_id):
            team = case.need_id.team_id or case.channel_id.team_id
            case.write({"team_id": team.id, "user_id": case.user_id.id or case.need_id.user_id.id})

    # -- buttons ---------------------------------------------------------------------------------

    def action_take(self):
        """This is mine now."""
        self._record("taken")
        return self.write({"user_id": self.env.uid})

    def action_wait_customer(self):
        """We asked the customer something."""
        self._record("asked_customer")
        return True

    def action_resume(self):
        """Back to work."""
        self._record("resumed")
        return True

    def action_resolve(self):
        """Solved: the customer has what was needed."""
        return self._settle("resolved")

    def action_reopen(self):
        """It was not solved after all."""
        self._record("reopened")
        return True

    def action_close(self):
        """Solved and confirmed."""
        return self._settle("closed")

    def action_cancel(self):
        """Not needed any more."""
        return self._settle("cancelled")

    def _settle(self, kind):
        """Hook: a person ends it. Raises UserError with what still stands in the way."""
        self._record(kind)
        return True

    def action_undo(self):
        """Take back the last step (10 seconds)."""
        self._undo_last(("taken", "asked_customer", "resumed", "resolved", "reopened", "closed", "cancelled"))
        return True

    def _ledger_step_label(self, kind):
        return {
            "taken": self.env._("take"), "asked_customer": self.env._("wait for the customer"),
            "asked_backoffice": self.env._("ask a department"), "resumed": self.env._("resume"),
            "resolved": self.env._("solve"), "reopened": self.env._("open again"),
            "closed": self.env._("close"), "cancelled": self.env._("cancel"),
        }.get(kind, super()._ledger_step_label(kind))

    def _ledger_payloads(self, kind, payload, moments, states):
        payloads = super()._ledger_payloads(kind, payload, moments, states)
        if kind == "resolved":
            levels = self._resolved_levels()
            return {case_id: {"level": levels[case_id], **value} for case_id, value in payloads.items()}
        return payloads

    def _resolved_levels(self):
        """Hook: {case id: who it took to solve it}. The desk alone, where nobody else was asked."""
        return dict.fromkeys(self.ids, "first_line")

    def _ledger_opening_at(self):
        return self.opened_at or None

    def action_view_promises(self):
        """The promises of this case."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.promise_action")
        return {**action, "domain": [("case_id", "in", self.ids)], "context": {"default_case_id": self[:1].id}}
