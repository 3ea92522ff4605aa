from odoo import api, fields, models

from .frontoffice_channel import INSTANT
from .promise import SOURCES

OUTCOMES = [
    ("informed", "Answered"), ("directed", "Directed"), ("lead", "Lead"), ("case", "Case"),
    ("message", "Message taken"), ("handoff", "Request to a department"),
    ("appointment", "Visit"), ("sold", "Sold"), ("unmet", "Could not help"),
]


class Encounter(models.Model):
    """One visit, call, e-mail or chat with a customer."""

    _name = "frontoffice.encounter"
    _description = "Interaction"
    _inherit = ["rating.mixin"]
    _order = "arrived_at desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Customer", index="btree_not_null", ondelete="set null")
    partner_name = fields.Char("Name given")
    email = fields.Char()
    phone = fields.Char()
    channel_id = fields.Many2one(
        "frontoffice.channel", required=True, index=True, check_company=True, ondelete="restrict"
    )
    direction = fields.Selection([("in", "From the customer"), ("out", "From us")], default="in", required=True)
    handled_by = fields.Selection(
        [("human", "Person"), ("bot", "Robot"), ("self", "Self-service")], default="human", required=True
    )
    user_id = fields.Many2one(
        "res.users", "Colleague", index=True, ondelete="set null", default=lambda self: self.env.uid
    )
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    arrived_at = fields.Datetime("Arrived", required=True, default=fields.Datetime.now, index=True)
    first_response_at = fields.Datetime("First answer")
    response_due_at = fields.Datetime("Answer by", readonly=True)
    ended_at = fields.Datetime("Ended")
    state = fields.Selection(
        [
            ("waiting", "Waiting"), ("serving", "Being served"), ("done", "Done"),
            ("abandoned", "Left without answer"), ("no_show", "Did not come"),
        ],
        default="done", required=True, index=True,
    )
    queue_number = fields.Char()
    need_id = fields.Many2one(
        "frontoffice.need", "Topic", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    need_confirmed = fields.Boolean("Customer agreed", help="We said it back and the customer agreed.")
    outcome = fields.Selection(OUTCOMES, index=True)
    case_id = fields.Many2one(
        "frontoffice.case", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="set null")
    calendar_event_id = fields.Many2one("calendar.event", "Visit", index="btree_not_null", ondelete="set null")
    promise_ids = fields.One2many("frontoffice.promise", "encounter_id")
    note = fields.Text()
    directed_to = fields.Char()
    is_clarification = fields.Boolean("Asked again", help="The customer came back to understand what we said.")
    context_carried = fields.Boolean(help="The history was opened, so nothing had to be told twice.")
    transfer_count = fields.Integer()
    work_mode = fields.Selection([("office", "Office"), ("remote", "Remote")])
    touch_minutes = fields.Float("Minutes")
    campaign_id = fields.Many2one("utm.campaign", index="btree_not_null", ondelete="set null")
    medium_id = fields.Many2one("utm.medium", ondelete="set null")
    utm_source_id = fields.Many2one("utm.source", ondelete="set null")
    source = fields.Selection(SOURCES, default="person", required=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict")
    message_ref = fields.Char("Message-Id", index="btree_not_null")

    _waiting_idx = models.Index("(company_id, arrived_at) WHERE state = 'waiting'")

    @api.depends("channel_id", "partner_id", "partner_name", "arrived_at")
    def _compute_display_name(self):
        kinds = dict(self.env["frontoffice.channel"]._fields["kind"]._description_selection(self.env))
        for encounter in self:
            who = encounter.partner_id.name or encounter.partner_name or self.env._("anonymous")
            at = fields.Datetime.context_timestamp(encounter, encounter.arrived_at or fields.Datetime.now())
            kind = kinds.get(encounter.channel_id.kind, "")
            encounter.display_name = f"{kind} · {who} {at:%H:%M}"

    @api.model
    def _has_field_access(self, field, operation):
        # a batch is removed whole: nobody slips a record of their own into one
        if operation == "write" and field.name == "batch_id" and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        # An interaction is counted, not followed: no creation message, followers or tracking.
        quiet = self.with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        encounters = super(Encounter, quiet).create(vals_list).with_env(self.env)
        encounters._complete()
        return encounters

    def _complete(self):
        """Fill what nobody should have to type: end, team, answer deadline."""
        todo = self.filtered(lambda e: e.direction == "in" and e.source != "history")
        dues = self.env["frontoffice.channel"]._response_due([(e.channel_id, e.arrived_at) for e in todo])
        for encounter, due in zip(todo, dues, strict=True):
            values = {"response_due_at": due}
            if encounter.state == "done" and not encounter.ended_at:
                values["ended_at"] = encounter.arrived_at
            instant = encounter.channel_id.kind in INSTANT and encounter.state == "done"
            if instant and not encounter.first_response_at:
                values["first_response_at"] = encounter.arrived_at
            if not encounter.team_id:
                values["team_id"] = (encounter.need_id.team_id or encounter.channel_id.team_id).id
            encounter.write(values)

    def _answered(self, at=None):
        """First answer by a person; later answers change nothing."""
        at = at or fields.Datetime.now()
        self.filtered(lambda e: not e.first_response_at).write({"first_response_at": at})
