from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.models.promise import SOURCES

from ..tools import obligation as pure

KINDS = [
    ("tax", "Tax"), ("labour", "Labour law"), ("legal", "Law and licences"), ("contract", "Contract"),
    ("security", "Security"), ("retention", "Keeping documents"), ("other", "Other"),
]
LOCKED = frozenset({
    "state", "met_at", "met_by_id", "checked_at", "checked_by_id", "first_due_on", "previous_id", "reminded_at",
    "escalated_at", "batch_id", "source",
})


class Obligation(models.Model):
    """What law or a contract asks of us by a day, with the proof that it was done.

    Whether it was met is told by times, never by a state: what was missed stays missed.
    """

    _name = "backoffice.obligation"
    _description = "Compliance deadline"
    _inherit = ["backoffice.internal.audience", "mail.thread", "mail.activity.mixin"]
    _order = "due_on, id"
    _check_company_auto = True

    name = fields.Char("What is asked of us", required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="legal", index=True)
    partner_id = fields.Many2one("res.partner", "Towards", index="btree_not_null", ondelete="restrict")
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, check_company=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", index="btree_not_null", ondelete="set null", tracking=True,
        domain=[("share", "=", False)], default=lambda self: self.env.uid,
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    note = fields.Text("What has to be done")
    due_on = fields.Date(
        "Due by", required=True, index=True, tracking=True, compute="_compute_due_on", store=True, readonly=False,
        precompute=True,
    )
    first_due_on = fields.Date("First due by", readonly=True, copy=False)
    due_at = fields.Datetime(
        "Last moment", compute="_compute_due_at", store=True, index=True, precompute=True,
        help="The end of the day where the company is.",
    )
    notice_days = fields.Integer("Remind days before", default=14)
    remind_on = fields.Date("Remind on", compute="_compute_remind_on", store=True, index=True, precompute=True)
    # contracts
    contract_end = fields.Date("Contract ends on")
    cancel_days = fields.Integer(
        "Notice to give (days)", help="Notice reaches the other side so many days before the end."
    )
    auto_renew = fields.Boolean("Renews by itself", help="Without notice it goes on for another term.")
    decision = fields.Selection(
        [("renew", "Goes on"), ("end", "Ends")], "Decided", copy=False, tracking=True,
        help="What was decided about the contract before the last day of notice.",
    )
    # recurrence
    every = fields.Integer("Comes back every", default=0, help="0: once.")
    unit = fields.Selection([("month", "Months"), ("year", "Years")], default="year", required=True)
    start_on = fields.Date("Row began on", readonly=True, copy=False)
    previous_id = fields.Many2one(
        "backoffice.obligation", "Comes after", index="btree_not_null", readonly=True, copy=False, ondelete="restrict"
    )
    next_ids = fields.One2many("backoffice.obligation", "previous_id", "Comes next")
    # documents and proof
    document_kind = fields.Char("Kind of document", help="Policy, certificate, contract, declaration…")
    document_expires_on = fields.Date("Document valid until", index="btree_not_null")
    document_ids = fields.Many2many(
        "ir.attachment", "backoffice_obligation_document_rel", "obligation_id", "attachment_id", "Documents", copy=True
    )
    evidence_required = fields.Boolean("Proof is needed", default=True)
    evidence_ids = fields.Many2many(
        "ir.attachment", "backoffice_obligation_evidence_rel", "obligation_id", "attachment_id", "Proof", copy=False
    )
    evidence_note = fields.Char("Proof in words", copy=False, help="Where it is, its number, who confirmed it.")
    # outcome
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("cancelled", "Not needed any more")], default="open", required=True,
        readonly=True, copy=False, index=True, tracking=True,
    )
    met_at = fields.Datetime("Done on", readonly=True, copy=False, index="btree_not_null")
    met_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False, ondelete="restrict")
    checked_at = fields.Datetime("Checked on", readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False, ondelete="restrict")
    verdict = fields.Selection(
        [("open", "Still time"), ("met", "In time"), ("missed", "Missed")], compute="_compute_verdict",
        search="_search_verdict", string="In time?",
    )
    reminded_at = fields.Datetime(readonly=True, copy=False)
    escalated_at = fields.Datetime(readonly=True, copy=False)
    source = fields.Selection(SOURCES, default="person", required=True, readonly=True, copy=False)
    batch_id = fields.Many2one("frontoffice.batch", index="btree_not_null", readonly=True, ondelete="restrict")
    active = fields.Boolean(default=True)

    _numbers = models.Constraint(
        "CHECK (notice_days >= 0 AND cancel_days >= 0 AND every >= 0)", "Days and months cannot be negative."
    )
    _next_once = models.UniqueIndex("(previous_id) WHERE previous_id IS NOT NULL", "The next one is there already.")
    _open_idx = models.Index("(due_at) WHERE state = 'open'")

    @api.depends("contract_end", "cancel_days")
    def _compute_due_on(self):
        """Of a contract: the last day on which notice can be given."""
        for obligation in self:
            end = obligation.contract_end
            obligation.due_on = pure.notice_by(end, obligation.cancel_days or 0) if end else obligation.due_on

    @api.depends("due_on", "company_id")
    def _compute_due_at(self):
        for obligation in self:
            zone = pytz.timezone(obligation.company_id.sudo().resource_calendar_id.tz or "UTC")  # a time zone only
            last = obligation.due_on and zone.localize(datetime.combine(obligation.due_on, time(23, 59, 59)))
            obligation.due_at = last and last.astimezone(pytz.utc).replace(tzinfo=None)

    @api.depends("due_on", "notice_days")
    def _compute_remind_on(self):
        for obligation in self:
            due = obligation.due_on
            obligation.remind_on = due and due - timedelta(days=obligation.notice_days or 0)

    @api.depends("due_at", "met_at", "state")
    def _compute_verdict(self):
        now = fields.Datetime.now()
        words = {True: "met", False: "missed", None: "open"}
        for obligation in self:
            counts = obligation.due_at and obligation.state != "cancelled"  # cancelled in time alone
            obligation.verdict = counts and words[pure.in_time(obligation.due_at, obligation.met_at, now)]

    @api.model
    def _missed_domain(self):
        """Not done by its last moment, whether done later or never."""
        now, Domain = fields.Datetime.now(), fields.Domain
        late = Domain.custom(to_sql=lambda model, alias, query: model._late_sql(alias))
        return Domain("state", "=", "open") & Domain("due_at", "<", now) | Domain("met_at", "!=", False) & late

    @api.model
    def _late_sql(self, alias):
        return SQL("%s > %s", SQL.identifier(alias, "met_at"), SQL.identifier(alias, "due_at"))

    def _search_verdict(self, operator, values):
        if operator != "in":
            return NotImplemented
        Domain, missed = fields.Domain, self._missed_domain()
        found = {
            "missed": missed, "met": Domain("met_at", "!=", False) & ~missed,
            "open": Domain("state", "=", "open") & Domain("due_at", ">=", fields.Datetime.now()),
        }
        return Domain.OR([found[value] for value in values if value in found])

    # -- what cannot be made undone --------------------------------------------------------------------

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and field.name in LOCKED:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        obligations = super().create([
            # of a contract the last day of notice is worked out
            {name: value for name, value in vals.items() if name != "due_on" or not vals.get("contract_end")}
            for vals in vals_list
        ])
        for obligation in obligations.sudo():  # the first date is written by the system
            obligation.write({"first_due_on": obligation.due_on, "start_on": obligation.start_on or obligation.due_on})
        obligations._keep_files()
        return obligations

    def write(self, vals):
        if {"due_on", "contract_end", "cancel_days", "company_id"} & vals.keys() and not self.env.su:
            self._check_movable()
        done = super().write(vals)
        if {"document_ids", "evidence_ids"} & vals.keys():
            self._keep_files()
        return done

    def _check_movable(self):
        """A deadline that is over, or kept, stays where it was."""
        now = fields.Datetime.now()
        for obligation in self:
            if obligation.state != "open":
                raise UserError(self.env._("“%s” is done. Its date stays.", obligation.name))
            if obligation.due_at and obligation.due_at < now:
                raise UserError(self.env._("“%s” was due already. What was missed stays missed.", obligation.name))

    def _keep_files(self):
        """Files belong to the deadline, so that whoever sees it can open them."""
        for obligation in self:
            loose = (obligation.document_ids | obligation.evidence_ids).sudo().filtered(  # one's own uploads
                lambda a: not a.res_id and a.create_uid == self.env.user
            )
            loose.write({"res_model": self._name, "res_id": obligation.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        if not self.env.su and any(o.met_at or (o.due_at and o.due_at < fields.Datetime.now()) for o in self):
            raise UserError(self.env._("What was due or done stays in the books. Archive it instead."))

    @api.constrains("evidence_required", "state")
    def _check_evidence(self):
        for obligation in self:
            if obligation.state == "done" and not obligation._has_evidence():
                raise ValidationError(self.env._("“%s”: add the proof first.", obligation.name))

    def _has_evidence(self):
        return not self.evidence_required or bool(self.evidence_ids or self.evidence_note)
