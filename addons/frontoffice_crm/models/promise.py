from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import promise as pure

SOURCES = [
    ("person", "Person"), ("mail", "E-mail"), ("import", "Imported"), ("history", "Look back"),
    ("sample", "Sample"),
]


class Promise(models.Model):
    """What we told a customer, and by when."""

    _name = "frontoffice.promise"
    _description = "Promise"
    _inherit = ["frontoffice.ledger.mixin", "rating.mixin", "mail.activity.mixin"]
    _order = "due_at, id"
    _check_company_auto = True
    _ledger_model = "frontoffice.promise.event"
    _ledger_start = pure.Promise()
    _ledger_step = staticmethod(pure.step)
    _ledger_opening = "made"
    _ledger_dated = frozenset({"lapsed"})
    _ledger_following = frozenset({"linked", "enabled", "disabled"})
    _ledger_cache = frozenset({
        "made_at", "first_due_at", "due_at", "need_by", "revised_due_at", "enabled_at",
        "fulfilled_at", "in_full", "delivered_hours", "lapsed_at", "disputed_at", "withdrawn_at",
        "withdrawn_by", "change_count", "linked", "promised_hours", "capability_hours",
        "realistic", "standard_version_id", "warned_at", "silent",
    })
    _ledger_initial = frozenset({"due_at", "need_by"})
    _ledger_fixed = frozenset({
        "name", "standard_id", "company_id", "origin_kind", "source", "override_reason",
    })

    name = fields.Char("Promise", required=True)
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    standard_version_id = fields.Many2one(
        "frontoffice.promise.standard.version", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one("res.partner", "Customer", index=True, ondelete="restrict")
    encounter_id = fields.Many2one(
        "frontoffice.encounter", "Made in", index="btree_not_null", ondelete="set null"
    )
    case_id = fields.Many2one("frontoffice.case", index="btree_not_null", ondelete="restrict")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="set null")
    campaign_id = fields.Many2one("utm.campaign", index="btree_not_null", ondelete="set null")
    team_id = fields.Many2one("crm.team", index="btree_not_null", ondelete="set null")
    channel_id = fields.Many2one("frontoffice.channel", index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one(
        "res.users", "Owner", index=True, ondelete="set null", default=lambda self: self.env.uid
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    made_by_id = fields.Many2one(
        "res.users", "Made by", readonly=True, ondelete="set null", default=lambda self: self.env.uid
    )
    made_at = fields.Datetime("Made on", readonly=True, index=True)
    first_due_at = fields.Datetime("First promised for", readonly=True)
    due_at = fields.Datetime("Due by", index=True)
    need_by = fields.Datetime("Needed by", help="When everything behind it must be ready. Empty: by the due time.")
    revised_due_at = fields.Datetime(
        "New date", readonly=True, help="A later date we announced. The promise is still judged by its due time."
    )
    promised_hours = fields.Float(readonly=True, help="Working hours between making it and its due time.")
    capability_hours = fields.Float(
        "Safe time (hours)", readonly=True, help="What we managed 8 times out of 10 when it was made."
    )
    realistic = fields.Selection(
        [("yes", "Safe date"), ("no", "Promised too early"), ("unknown", "Too few to judge")],
        readonly=True, string="When made",
    )
    override_reason = fields.Char("Why promised sooner")
    linked = fields.Boolean("Needs a department", readonly=True)
    enabled_at = fields.Datetime("Everything ready on", readonly=True)
    fulfilled_at = fields.Datetime("Fulfilled on", readonly=True, index="btree_not_null")
    in_full = fields.Boolean(readonly=True)
    delivered_hours = fields.Float(readonly=True, help="Working hours from making it to fulfilling it.")
    lapsed_at = fields.Datetime("Time ran out on", readonly=True)
    disputed_at = fields.Datetime("Disputed on", readonly=True)
    withdrawn_at = fields.Datetime("Withdrawn on", readonly=True)
    withdrawn_by = fields.Selection([("customer", "Customer"), ("company", "Us")], readonly=True)
    change_count = fields.Integer("Changes of date", readonly=True)
    warned_at = fields.Datetime("New date told on", readonly=True)
    silent = fields.Boolean(
        "Late without warning", readonly=True, help="Its time ran out before we told the customer a new date."
    )
    state = fields.Selection(
        [
            ("made", "On track"), ("enabled", "Everything ready"), ("kept", "Kept"),
            ("late", "Late"), ("broken", "Broken"), ("withdrawn", "Withdrawn"),
        ],
        readonly=True, index=True,
    )
    is_overdue = fields.Boolean("Late now", compute="_compute_is_overdue", search="_search_is_overdue")
    origin_kind = fields.Selection(
        [("person", "Given by people"), ("auto", "Automatic"), ("history", "From history")],
        default="person", required=True, index=True,
    )
    source = fields.Selection(SOURCES, default="person", required=True)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", ondelete="restrict")
    active = fields.Boolean(default=True)
    event_ids = fields.One2many("frontoffice.promise.event", "promise_id", readonly=True)

    _due_open_idx = models.Index("(due_at) WHERE state IN ('made', 'enabled')")
    # what the safe date reads while somebody is on the telephone: both answered from the index alone
    _standard_done_idx = models.Index(
        "(standard_id, company_id, fulfilled_at) INCLUDE (delivered_hours) WHERE fulfilled_at IS NOT NULL"
    )
    _standard_verdict_idx = models.Index(
        "(standard_id, company_id, due_at) INCLUDE (state, promised_hours)"
        " WHERE state IN ('kept', 'late', 'broken')"
    )

    @api.model
    def _ledger_locked(self):
        # not folded, because the person may be deleted, yet nobody forges it
        return super()._ledger_locked() | {"made_by_id"}

    # -- being made ------------------------------------------------------------------------------

    @api.constrains("due_at", "state")
    def _check_due(self):
        for promise in self:
            if promise.state and not promise.due_at:
                raise ValidationError(self.env._("A promise needs a time: until when?"))

    def _ledger_opening_at(self):
        return self.made_at or None

    def _ledger_payloads(self, kind, payload, moments, states):
        payloads = super()._ledger_payloads(kind, payload, moments, states)
        if kind == "made":
            return self._payload_made(payloads, moments)
        if kind == "fulfilled":
            seconds = self._working_seconds({r.id: (r.made_at, moments[r.id]) for r in self})
            return {i: {"in_full": True, **p, "worked_s": seconds[i]} for i, p in payloads.items()}
        return payloads

    def _payload_made(self, payloads, moments):
        """Freeze what was known when it was made: version, promised time, safe time."""
        versions = self.standard_id._current_versions()
        seconds = self._working_seconds({r.id: (moments[r.id], r.due_at) for r in self if r.due_at})
        capabilities = {}
        for company, promises in self.grouped("company_id").items():
            for standard_id, hours in promises.standard_id._capabilities(company).items():
                capabilities[company.id, standard_id] = hours
        result = {}
        for promise in self:
            capability = capabilities.get((promise.company_id.id, promise.standard_id.id))
            version = versions.get(promise.standard_id.id)
            result[promise.id] = {
                "due_at": promise.due_at and promise.due_at.isoformat(),
                "first_due_at": (promise.first_due_at or promise.due_at or "") and (
                    promise.first_due_at or promise.due_at).isoformat(),
                "need_by": promise.need_by and promise.need_by.isoformat() or None,
                "promised_s": seconds.get(promise.id),
                "capability_s": None if capability is None else round(capability * 3600),
                "version": version.id if version else None,
                **payloads[promise.id],
            }
        return result

    def _working_seconds(self, pairs):
        """{promise id: working seconds between two moments}, one interval fetch per calendar."""
        result = {}
        groups = self.grouped(lambda p: p.standard_id._calendar(p.company_id))
        for calendar, promises in groups.items():
            todo = [p for p in promises if p.id in pairs and all(pairs[p.id])]
            for promise, seconds in zip(todo, calendar._count_seconds([pairs[p.id] for p in todo]), strict=True):
                result[promise.id] = seconds
        return result

    def _ledger_values(self, state):
        values = {
            name: getattr(state, name) or False
            for name in self._ledger_cache & set(pure.Promise.__dataclass_fields__)
        }
        values["delivered_hours"] = (state.delivered_s or 0) / 3600 if state.fulfilled_at else False
        return {**values, **self._frozen_values(state), "silent": pure.silent(state)}

    def _frozen_values(self, state):
        known = state.capability_s is not None
        return {
            "promised_hours": (state.promised_s or 0) / 3600,
            "capability_hours": state.capability_s / 3600 if known else False,
            "realistic": pure.realistic(state),
            "standard_version_id": state.version or False,
        }

    # -- buttons ---------------------------------------------------------------------------------

    def action_keep(self):
        """We did what we said, in full and now."""
        self._record("fulfilled", {"in_full": True})
        return True

    def action_keep_partly(self):
        """Done, but not all that was promised: counts as broken."""
        self._record("fulfilled", {"in_full": False})
        return True

    def action_dispute(self):
        """The customer says it was not kept."""
        self._record("disputed")
        return True

    def action_withdraw(self, by="company"):
        """The promise no longer stands: the customer does not want it any more, or we take it back."""
        if by not in ("customer", "company"):
            raise UserError(self.env._("Say who withdrew it: the customer or we."))
        self._record("withdrawn", {"by": by})
        return True

    def action_withdraw_customer(self):
        """The customer does not want it any more."""
        return self.action_withdraw("customer")

    def action_change_due(self, due_at, by="company"):
        """A new date. Asked for by the customer in time it moves the promise; ours does not count."""
        due_at = fields.Datetime.to_datetime(due_at)
        if not due_at or by not in ("customer", "company"):
            raise UserError(self.env._("Say the new date and who asked for it."))
        self._record("changed", {"by": by, "due_at": due_at.isoformat()})
        return True

    def action_undo(self):
        """Take back what was just recorded (10 seconds)."""
        self._undo_last(("fulfilled", "withdrawn", "changed", "disputed"))
        return True

    def _ledger_step_label(self, kind):
        return {
            "fulfilled": self.env._("fulfilled"), "withdrawn": self.env._("withdraw"),
            "changed": self.env._("change the date"), "lapsed": self.env._("time ran out"),
            "disputed": self.env._("disputed"), "made": self.env._("promise"),
        }.get(kind, super()._ledger_step_label(kind))

    # -- passing of time -------------------------------------------------------------------------

    @api.model
    def _lapse_domain(self, now=None):
        """Promises whose time has run out and that nobody fulfilled. Due exactly now is in time."""
        return fields.Domain("state", "in", pure.OPEN) & fields.Domain(
            "due_at", "<", now or fields.Datetime.now()
        )

    @api.model
    def _cron_lapse(self, limit=1000):
        """Append "time ran out" dated at the due moment; running it again changes nothing."""
        todo = self.search(self._lapse_domain(), limit=limit).try_lock_for_update(allow_referencing=True)
        todo._record("lapsed", at=lambda promise: promise.due_at)
        self.env["ir.cron"]._commit_progress(
            len(todo), remaining=self.search_count(self._lapse_domain(), limit=1)
        )

    @api.depends("state", "due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for promise in self:
            promise.is_overdue = promise.state in (*pure.OPEN, "broken") and (
                not promise.fulfilled_at and bool(promise.due_at) and promise.due_at < now
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = fields.Domain("state", "in", (*pure.OPEN, "broken")) & fields.Domain("fulfilled_at", "=", False)
        return waiting & fields.Domain("due_at", "<", fields.Datetime.now())

    @api.model
    def _make(self, vals_list):
        """Create promises and record that they were made. Same checks as the form."""
        return self.create(vals_list)
