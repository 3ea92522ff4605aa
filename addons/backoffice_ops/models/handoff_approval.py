from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import approval as pure
from ..tools.handoff import MOVES


class HandoffApproval(models.Model):
    """A request that somebody has to agree to. The wait runs inside the request's own clock."""

    _inherit = "backoffice.handoff"

    approval_ids = fields.One2many("backoffice.approval", "handoff_id", "Approvals", readonly=True)
    needs_amount = fields.Boolean(related="service_id.needs_amount")
    amount = fields.Monetary("How much", copy=False)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, ondelete="restrict"
    )
    amount_company = fields.Monetary(
        "Worth", currency_field="company_currency_id", readonly=True, copy=False,
        help="In the company's currency at the rate of the day it was sent. Later rates change nothing.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company currency")
    waits_for_approval = fields.Boolean(
        "Waits for approval", compute="_compute_waits_for_approval", search="_search_waits_for_approval"
    )
    approval_hours = fields.Float(
        "Of these, waiting for approval", compute="_compute_approval_hours",
        help="Working hours of the department's time that went by until somebody decided.",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"amount_company"}

    @api.model
    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in ("amount", "currency_id") and not self.env.su:
            # what is being decided does not change under the decision
            if any(h.state not in ("draft", "returned", "declined") for h in self):
                return False
        return super()._has_field_access(field, operation)

    def _approval_plan(self):
        """Steps of the version the request was sent under; empty where nobody has to agree."""
        self.ensure_one()
        return (self.service_version_id.values or {}).get("approvals") or []

    def _with_approvals(self):
        """Those whose type asks for approvals: nothing is queried for the others."""
        return self.filtered(lambda h: h._approval_plan())

    @api.depends("approval_ids.state")
    def _compute_waits_for_approval(self):
        waiting = self.env["backoffice.approval"]._open_of("handoff_id", self._with_approvals().ids).handoff_id
        for handoff in self:
            handoff.waits_for_approval = handoff._origin in waiting

    def _search_waits_for_approval(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("approval_ids.state", "in", pure.OPEN), ("state", "not in", ("done", "cancelled"))]

    @api.depends("approval_ids.waited_hours", "approval_ids.state")
    def _compute_approval_hours(self):
        seconds = self._approval_seconds()
        for handoff in self:
            handoff.approval_hours = seconds.get(handoff.id, 0) / 3600

    def _approval_seconds(self):
        """{id: working seconds of the department's hours spent waiting for decisions, so far}."""
        result, now = {}, fields.Datetime.now()
        # sudo: how long, for whoever sees the request; not who
        approvals = self.env["backoffice.approval"].sudo().search(
            [("handoff_id", "in", self._with_approvals().ids), ("asked_at", "!=", False)]
        )
        for approval in approvals:
            seconds = approval.waited_hours * 3600
            if approval.state == "asked":
                seconds = approval._calendar()._count_seconds([(approval.asked_at, now)])[0]
            handoff = approval.handoff_id.id
            result[handoff] = result.get(handoff, 0) + round(seconds)
        return result

    # -- when they are asked -------------------------------------------------------------------------

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind == "sent":
            self._with_approvals()._ask_approvals()
        elif kind in ("resent", "rerouted"):
            self._with_approvals()._ask_again()
        elif kind in ("cancelled", "undone"):
            self._with_approvals().filtered(lambda h: h.state in ("draft", "cancelled"))._drop_approvals()

    def _ask_approvals(self):
        if not self:
            return
        self._freeze_amounts()
        rounds = self._rounds()
        self.env["backoffice.approval"]._begin(self, lambda handoff: {
            "steps": handoff._approval_plan(), "department": handoff.to_department_id,
            "values": handoff._prepare_approval() | {"round": rounds.get(handoff.id, 0) + 1},
        })

    def _freeze_amounts(self):
        """What the requests are worth today. Where a step asks from an amount on, the amount is said."""
        for handoff in self:
            if not handoff.amount and any(step.get("amount_from") for step in handoff._approval_plan()):
                raise UserError(self.env._("Say how much “%s” is about: it decides who has to agree.", handoff.subject))
            if handoff.amount:
                company, day = handoff.company_id, fields.Date.context_today(handoff)
                handoff.amount_company = handoff.currency_id._convert(handoff.amount, company.currency_id, company, day)

    def _prepare_approval(self):
        self.ensure_one()
        return {
            "handoff_id": self.id, "promise_id": self.promise_id.id, "confidential": self.confidential,
            "department_id": self.to_department_id.id, "asked_by_id": self.from_user_id.id or self.env.uid,
            "service_version_id": self.service_version_id.id, "amount": self.amount_company,
            "source": self.source, "batch_id": self.batch_id.id,
        }

    def _rounds(self):
        """{id: how often approval was asked so far}."""
        rows = self.env["backoffice.approval"]._read_group(
            [("handoff_id", "in", self.ids)], ["handoff_id"], ["round:max"]
        )
        return {handoff.id: last for handoff, last in rows}

    def _ask_again(self):
        """Something was changed after a no: all of it is decided again, the no stays in the books."""
        if not self:
            return
        rounds = self._rounds()
        refused = self.env["backoffice.approval"].search([("handoff_id", "in", self.ids), ("state", "=", "declined")])
        again = refused.filtered(lambda a: a.round == rounds[a.handoff_id.id]).handoff_id
        again._ask_approvals()

    def _drop_approvals(self):
        self.env["backoffice.approval"]._open_of("handoff_id", self.ids)._drop()

    # -- what an answer does -------------------------------------------------------------------------

    def _approval_given(self, approval, last):
        """One more yes: both sides read it, and the promise learns when the last one is there."""
        self._say_decision(approval)
        if last:
            self.promise_id._refresh_enabled()

    def _approval_declined(self, approval, note):
        """A no goes back to the one who asked; the department's clock waits and nobody is at fault."""
        self._say_decision(approval)
        if (self.state, "returned") in MOVES:
            self._record("returned", {"fault": "nobody", "reasons": [], "approval": approval.id})

    def _say_decision(self, approval):
        said = dict(approval._fields["state"]._description_selection(self.env))[approval.state]
        words = [f"{said}: {approval.name} ({approval.people})"]
        words += [note for note in approval.seat_ids.mapped("note") if note]
        self._say("\n".join(words))

    def _payload_returned(self, payloads, moments, states):
        result = super()._payload_returned(payloads, moments, states)
        refused = self.filtered(lambda r: "approval" in payloads[r.id] and states[r.id].running_since)
        closed, answer = refused._closed(moments, states), refused._to_answer(moments)
        return result | {r.id: {"worked_s": closed[r.id], **answer[r.id]} for r in refused}

    # -- gates ---------------------------------------------------------------------------------------

    def action_start(self):
        self._check_approved(("start",), self.env._("started"))
        return super().action_start()

    def _check_ready_to_deliver(self):
        super()._check_ready_to_deliver()
        self._check_approved(("start", "deliver"), self.env._("ready"))

    def _check_approved(self, gates, what):
        asked = self._with_approvals()
        if not asked:
            return
        for approval in self.env["backoffice.approval"]._open_of("handoff_id", asked.ids):
            if approval.gate in gates:
                raise UserError(self.env._(
                    "%(request)s cannot be %(what)s yet: %(who)s has to agree (%(step)s).",
                    request=approval.handoff_id.display_name, what=what, who=approval.people, step=approval.name,
                ))
