from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.frontoffice_crm.models.promise import SOURCES

from ..tools import handoff as pure

STATES = [
    ("draft", "Draft"), ("sent", "To accept"), ("accepted", "In work"), ("in_progress", "In work (started)"),
    ("paused", "Waiting for…"), ("returned", "Sent back"), ("declined", "Declined"),
    ("delivered", "Ready, please check"), ("done", "Done"), ("cancelled", "Cancelled"),
]


class Handoff(models.Model):
    """Work another department must do so that we keep our word."""

    _name = "backoffice.handoff"
    _description = "Request"
    _inherit = ["frontoffice.ledger.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_at, id"
    _rec_names_search = ["name", "subject"]
    _mail_post_access = "read"
    _check_company_auto = True
    _ledger_model = "backoffice.handoff.event"
    _ledger_start = pure.Handoff()
    _ledger_step = staticmethod(pure.step)
    _ledger_illegal = pure.IllegalMove
    _ledger_dated = frozenset({"confirmed", "resumed"})
    _ledger_cache = frozenset({
        "stint", "sent_at", "accept_due_at", "due_at", "sender_due_at", "accepted_at", "delivered_at",
        "final_at", "done_at", "confirm_due_at", "auto_done", "cancelled_at", "waiting_reason", "resume_due_at",
        "return_count", "sender_return_count", "rework_count", "reopen_count", "worked_hours",
    })

    _ledger_fixed = frozenset({
        "service_id", "to_department_id", "promise_id", "case_id", "from_user_id", "company_id", "source",
    })

    name = fields.Char("Number", readonly=True, copy=False, default="/", index="trigram")
    subject = fields.Char("What is needed", required=True)
    service_id = fields.Many2one(
        "backoffice.service", "Request type", required=True, index=True, check_company=True, ondelete="restrict"
    )
    service_version_id = fields.Many2one("backoffice.service.version", readonly=True, ondelete="restrict")
    from_user_id = fields.Many2one(
        "res.users", "From", index=True, ondelete="set null", default=lambda self: self.env.uid
    )
    from_team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    from_department_id = fields.Many2one("hr.department", index="btree_not_null", ondelete="set null")
    to_department_id = fields.Many2one(
        "hr.department", "Department", index=True, ondelete="restrict", required=True,
        compute="_compute_to_department", store=True, readonly=False, precompute=True,
    )
    user_id = fields.Many2one("res.users", "Done by", index="btree_not_null", ondelete="set null")
    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="restrict")
    promise_id = fields.Many2one(
        "frontoffice.promise", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    case_id = fields.Many2one("frontoffice.case", index="btree_not_null", check_company=True, ondelete="restrict")
    encounter_id = fields.Many2one("frontoffice.encounter", index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    note = fields.Text("Note for the department")
    answers = fields.Json(help="What the request type needs: item key to answer.")
    missing_ids = fields.Many2many(
        "backoffice.service.requirement", compute="_compute_missing", string="Still missing"
    )
    required_ok_at_send = fields.Boolean("Complete when sent", readonly=True)
    clarifications = fields.Integer("Questions asked back", readonly=True)
    ack_note_at = fields.Datetime("First word from the department", readonly=True)
    feedback_note_at = fields.Datetime("Outcome told on", readonly=True)
    outcome_note = fields.Text("Outcome")
    state = fields.Selection(STATES, default="draft", readonly=True, required=True, index=True)
    column = fields.Selection(
        [
            ("to_accept", "To accept"), ("in_work", "In work"), ("waiting", "Waiting"),
            ("ready", "Ready, please check"), ("done", "Done"),
        ],
        compute="_compute_column", store=True, index=True, group_expand="_group_expand_columns",
    )
    stint = fields.Integer(readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True, index="btree_not_null")
    accept_due_at = fields.Datetime("Accept by", readonly=True)
    due_at = fields.Datetime("Due by", readonly=True, index="btree_not_null")
    sender_due_at = fields.Datetime("Answer by", readonly=True)
    accepted_at = fields.Datetime("Accepted on", readonly=True)
    delivered_at = fields.Datetime(readonly=True)
    final_at = fields.Datetime("Ready on", readonly=True)
    done_at = fields.Datetime("Confirmed on", readonly=True)
    confirm_due_at = fields.Datetime("Counts as done on", readonly=True)
    auto_done = fields.Boolean(readonly=True)
    cancelled_at = fields.Datetime(readonly=True)
    waiting_reason = fields.Char(readonly=True)
    resume_due_at = fields.Datetime("Goes on by itself", readonly=True)
    return_count = fields.Integer("Times sent back", readonly=True)
    sender_return_count = fields.Integer(readonly=True)
    rework_count = fields.Integer("Done again", readonly=True)
    reopen_count = fields.Integer(readonly=True)
    worked_hours = fields.Float("Working hours taken", readonly=True)
    auto_created = fields.Boolean(readonly=True)
    confidential = fields.Boolean(readonly=True, index=True)
    desk_ids = fields.One2many("backoffice.handoff.desk", "handoff_id")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    source = fields.Selection(SOURCES, default="person", required=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict")
    active = fields.Boolean(default=True)
    event_ids = fields.One2many("backoffice.handoff.event", "handoff_id", readonly=True)

    _name_company_uniq = models.UniqueIndex("(name, company_id) WHERE name <> '/'")
    _queue_idx = models.Index(
        "(to_department_id, due_at) WHERE state NOT IN ('draft', 'done', 'cancelled')"
    )
    _confirm_idx = models.Index("(confirm_due_at) WHERE state = 'delivered'")
    _resume_idx = models.Index("(resume_due_at) WHERE state = 'paused'")

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {
            "service_version_id", "required_ok_at_send", "clarifications", "ack_note_at",
            "feedback_note_at", "confidential", "auto_created",
        }

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and field.name == "user_id" and not self.env.su:
            # who does it is the department's to say, once the department has it
            if any(h.ledger_seq and not h._is_receiver() for h in self):
                return False
        return super()._has_field_access(field, operation)

    @api.depends("service_id")
    def _compute_to_department(self):
        for handoff in self:
            handoff.to_department_id = handoff.service_id.department_id or handoff.to_department_id

    @api.depends("state")
    def _compute_column(self):
        for handoff in self:
            handoff.column = pure.COLUMNS.get(handoff.state, False)

    def _group_expand_columns(self, columns, domain):
        return list(dict(self._fields["column"].selection))

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for handoff in self:
            handoff.display_name = f"{handoff.name} {handoff.subject or ''}".strip()

    # -- late, told once and used by filter, counter and button -----------------------------------

    @api.model
    def _open_domain(self):
        """Requests somebody still has to do something for."""
        return fields.Domain("state", "in", pure.OPEN)

    @api.model
    def _late_domain(self):
        """Open requests whose time has run out. Due exactly now is in time."""
        return self._open_domain() & fields.Domain("due_at", "<", fields.Datetime.now())

    @api.depends("state", "due_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for handoff in self:
            handoff.is_late = handoff.state in pure.OPEN and bool(handoff.due_at) and handoff.due_at < now

    def _search_is_late(self, operator, value):
        return self._late_domain() if operator == "in" else NotImplemented

    # -- creation ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        handoffs = super().create(vals_list)
        handoffs._check_sender()
        for company, requests in handoffs.grouped("company_id").items():
            todo = requests.filtered(lambda r: r.name == "/")
            numbers = self.env["ir.sequence"]._next_numbers("backoffice.handoff", company, len(todo))
            for handoff, number in zip(todo, numbers, strict=True):
                # sudo: number and confidentiality are set by the system, not by people
                handoff.sudo().write({"name": number, "confidential": handoff.service_id.confidential})
        return handoffs

    def _is_receiver(self):
        """Whether this user acts for the department that received the request."""
        user = self.env.user
        return (
            self.env.su or self.user_id == user or self.to_department_id in user.backoffice_department_ids
            or user.has_group("backoffice_ops.group_manager")
        )

    def _check_receiver(self):
        """Only the receiving department moves a request on its side."""
        if not all(handoff._is_receiver() for handoff in self):
            raise AccessError(self.env._("Only the department that received this request can do that."))

    def _check_sender(self):
        """Only the sending side moves a request on its side."""
        if self.env.su or self.env.user.has_groups(
            "backoffice_ops.group_manager,frontoffice_crm.group_leader"
        ):
            return
        if any(h.from_user_id != self.env.user and not h._same_team() for h in self):
            raise AccessError(self.env._("Only the side that asked can do that."))

    def _same_team(self):
        return self.from_team_id and self.env.user in self.from_team_id.member_ids
