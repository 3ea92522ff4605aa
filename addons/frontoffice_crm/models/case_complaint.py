from datetime import datetime

from odoo import api, fields, models

KEPT = [("in_time", "In time"), ("late", "Late")]
REDRESS = [
    ("explained", "Explained"), ("apology", "Apology"), ("repair", "Put right"), ("replacement", "Replacement"),
    ("refund", "Money back"), ("gesture", "Goodwill"), ("changed", "Changed how we work"), ("none", "Nothing was due"),
]


class Case(models.Model):
    """The complaint register: how serious, by when, why, and what was given. After ISO 10002."""

    _inherit = "frontoffice.case"

    ack_due_at = fields.Datetime("Acknowledge by", readonly=True, copy=False, index="btree_not_null")
    answer_due_at = fields.Datetime("Answer the complaint by", readonly=True, copy=False, index="btree_not_null")
    complaint_version_id = fields.Many2one(
        "frontoffice.complaint.policy.version", "Deadlines as they were", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )
    ack_kept = fields.Selection(KEPT, "Acknowledged in time", compute="_compute_kept", store=True)
    answer_kept = fields.Selection(KEPT, "Answered in time", compute="_compute_kept", store=True)
    ack_by = fields.Char("Acknowledged by", compute="_compute_ack_by")
    redress = fields.Selection(REDRESS, "What was given", copy=False)
    answer_text = fields.Html("What we answer", copy=False, help="Printed in the letter.")
    failed_promise_id = fields.Many2one(
        "frontoffice.promise", "Promise that failed", index="btree_not_null", copy=False, check_company=True,
        ondelete="set null",
    )
    failed_encounter_id = fields.Many2one(
        "frontoffice.encounter", "Contact that failed", index="btree_not_null", copy=False, check_company=True,
        ondelete="set null",
    )
    failed_lead_id = fields.Many2one(
        "crm.lead", "Enquiry that failed", index="btree_not_null", copy=False, check_company=True, ondelete="set null"
    )

    @api.model
    def _failed_fields(self):
        """Hook: fields that point to what failed. Upper addons add theirs."""
        return ["failed_promise_id", "failed_encounter_id", "failed_lead_id"]

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"ack_due_at", "answer_due_at", "complaint_version_id"}

    def _ledger_values(self, state):
        facts = state.complaint or {}
        return super()._ledger_values(state) | {
            "ack_due_at": _moment(facts.get("ack_due_at")), "answer_due_at": _moment(facts.get("answer_due_at")),
            "complaint_version_id": facts.get("version") or False,
        }

    @api.depends("ack_at", "ack_due_at", "resolved_at", "answer_due_at")
    def _compute_kept(self):
        for case in self:
            case.ack_kept = _kept(case.ack_at, case.ack_due_at)
            case.answer_kept = _kept(case.resolved_at, case.answer_due_at)

    @api.depends("ack_at")
    def _compute_ack_by(self):
        for case in self:
            said = case.event_ids.filtered(lambda e: e.kind in ("acknowledged", "replied"))
            case.ack_by = case.ack_at and said.filtered(lambda e, c=case: e.at == c.ack_at)[:1].actor_name

    # -- deadlines -------------------------------------------------------------------------------

    def _ledger_payloads(self, kind, payload, moments, states):
        payloads = super()._ledger_payloads(kind, payload, moments, states)
        if kind not in ("opened", "retyped", "graded"):
            return payloads
        facts = self._complaint_facts(moments, states)
        return {
            i: {**value, "complaint": facts.get(i)} if facts.get(i) or kind == "retyped" else value
            for i, value in payloads.items()
        }

    def _complaint_facts(self, moments, states):
        """{case id: since when it is a complaint, its deadlines, their version}; one plan a policy."""
        result = {}
        complaints = self.filtered(lambda c: c.type == "complaint")
        for (severity, company), cases in complaints.grouped(lambda c: (c.severity, c.company_id)).items():
            policy = self.env["frontoffice.complaint.policy"]._of(severity, company)
            if not policy:
                continue
            since = [_moment((states[c.id].complaint or {}).get("since")) or moments[c.id] for c in cases]
            version = policy._current_version().id
            for case, at, (ack, answer) in zip(cases, since, policy._deadlines(company, since), strict=True):
                result[case.id] = {
                    "since": at.isoformat(), "version": version, "ack_due_at": ack and ack.isoformat(),
                    "answer_due_at": answer and answer.isoformat(),
                }
        return result

    def write(self, vals):
        told = self.filtered("ledger_seq") if {"type", "severity"} & vals.keys() else ()
        before = {case.id: (case.type, case.severity) for case in told}
        done = super().write(vals)
        if before:
            self.browse(before)._note_regrading(before)
        return done

    def _note_regrading(self, before):
        """A case that becomes a complaint or stops being one, or a graver one, says so in its ledger."""
        retyped = self.filtered(lambda c: c.type != before[c.id][0])
        retyped._record("retyped", lambda c: {"from": before[c.id][0], "to": c.type})
        graded = (self - retyped).filtered(lambda c: c.type == "complaint" and c.severity != before[c.id][1])
        graded._record("graded", lambda c: {"from": before[c.id][1] or None, "to": c.severity or None})

    # -- buttons ---------------------------------------------------------------------------------

    def action_acknowledge(self):
        """We have it, and we said so."""
        self._record("acknowledged")
        return True

    def action_print_letter(self):
        """The letter in the customer's language."""
        return self.env.ref("frontoffice_crm.report_complaint_letter").report_action(self)

    def _ledger_step_label(self, kind):
        if kind == "acknowledged":
            return self.env._("acknowledge")
        return super()._ledger_step_label(kind)


def _moment(text):
    return datetime.fromisoformat(text) if text else False


def _kept(done_at, due_at):
    """In time, late, or not known yet. Done exactly when due is in time."""
    return ("in_time" if done_at <= due_at else "late") if done_at and due_at else False
