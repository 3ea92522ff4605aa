from odoo import api, fields, models

from ..tools import case_clock as pure
from ..tools.case import LIVE

REPLANNING = frozenset({"type", "priority", "team_id", "channel_id"})


class Case(models.Model):
    """What each event must say so that replaying needs no calendar: due times and worked seconds."""

    _inherit = "frontoffice.case"
    _clock_cache = frozenset({
        "due_at", "first_reply_due_at", "next_reply_due_at", "resolution_due_at", "policy_version_id", "suggestion",
    })

    due_at = fields.Datetime(
        "Due by", readonly=True, copy=False, index="btree_not_null", help="The earliest of the three."
    )
    first_reply_due_at = fields.Datetime("First answer by", readonly=True, copy=False)
    next_reply_due_at = fields.Datetime("Answer by", readonly=True, copy=False)
    resolution_due_at = fields.Datetime(
        "Solve by", readonly=True, copy=False, help="Empty while we wait for the customer: that time is not ours."
    )
    policy_version_id = fields.Many2one(
        "frontoffice.case.policy.version", "Answer times", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | self._clock_cache

    def _ledger_values(self, state):
        planned = [state.clocks[name] for name in reversed(pure.NAMES) if state.clocks[name].version]
        planned.sort(key=lambda clock: clock.state == "stopped")  # stable: the version that still counts comes first
        return {
            **super()._ledger_values(state), "due_at": state.due_at or False,
            "first_reply_due_at": state.due("first") or False, "next_reply_due_at": state.due("next") or False,
            "resolution_due_at": state.due("resolution") or False, "suggestion": state.suggestion or False,
            "policy_version_id": planned[0].version if planned else False,
        }

    # -- what the payload says ---------------------------------------------------------------------

    def _clock_team(self):
        """The team whose hours and policy count; also before it was filled in."""
        return self.team_id or self.need_id.team_id or self.channel_id.team_id

    def _clock_calendar(self, policy):
        """Working hours of new clocks; empty means around the clock."""
        return (
            policy.calendar_id or self._clock_team().service_calendar_id or self.channel_id.calendar_id
            or self.company_id.resource_calendar_id
        )

    def _ledger_payloads(self, kind, payload, moments, states):
        payloads = super()._ledger_payloads(kind, payload, moments, states)
        if kind not in pure.EFFECTS:
            return payloads
        wanted = {}
        for case in self:
            state = states[case.id]
            for name in pure.NAMES:
                found = pure.effect(kind, name, state.clocks, bool(state.first_response_at))
                if found:
                    wanted[case.id, name] = found
        facts = self._clock_facts(wanted, moments, states)
        return {
            case_id: {**value, "clocks": facts[case_id]} if facts.get(case_id) else value
            for case_id, value in payloads.items()
        }

    def _clock_facts(self, wanted, moments, states):
        """{case id: {clock: facts}} of one batch: segments closed, then clocks planned."""
        result = {}
        worked = self._clock_worked(wanted, moments, states)
        for (case_id, name), seconds in worked.items():
            result.setdefault(case_id, {})[name] = {"worked_s": seconds}
        self._clock_budgets(wanted, result, states)
        self._clock_plan(wanted, result, moments, states)
        return result

    def _clock_worked(self, wanted, moments, states):
        """{(case id, clock): working seconds of the segment this event closes}, one fetch a calendar."""
        groups, result = {}, {}
        for (case_id, name), effect in wanted.items():
            clock = states[case_id].clocks[name]
            if effect in ("pause", "stop", "replan") and clock.since:
                groups.setdefault(clock.calendar, []).append(((case_id, name), clock.since, moments[case_id]))
            elif effect == "replan" and clock.state == "off" and name != "next":
                opened = states[case_id].opened_at or moments[case_id]
                calendar = self.browse(case_id)._clock_calendar(self.env["frontoffice.case.policy"]).id
                groups.setdefault(calendar, []).append(((case_id, name), opened, moments[case_id]))
        for calendar_id, rows in groups.items():
            calendar = self.env["resource.calendar"].browse(calendar_id or []).exists()
            seconds = calendar._count_seconds([(since, until) for _key, since, until in rows])
            result.update({row[0]: count for row, count in zip(rows, seconds, strict=True)})
        return result

    def _clock_budgets(self, wanted, result, states):
        """Target, calendar and policy version of clocks that start or are replanned."""
        ids = {case_id for (case_id, _name), effect in wanted.items() if effect in ("start", "replan")}
        cases = self.browse(ids)
        if not cases:
            return
        policies = self.env["frontoffice.case.policy"]._of(cases)
        versions = self.env["frontoffice.case.policy"].union(*policies.values())._current_versions()
        for (case_id, name), effect in wanted.items():
            if case_id not in ids or effect not in ("start", "replan"):
                continue
            policy = policies[case_id]
            target = policy._targets()[name] if policy else None
            if name == "next" and effect == "replan" and states[case_id].clocks[name].state == "off":
                target = None  # there is no letter to answer
            facts = result.setdefault(case_id, {}).setdefault(name, {})
            facts["target_s"] = target
            if target is not None:
                calendar = self.browse(case_id)._clock_calendar(policy)
                facts |= {
                    "calendar": calendar.id or None, "tz": calendar.tz or "UTC", "version": versions[policy.id].id,
                }

    def _clock_plan(self, wanted, result, moments, states):
        """Due times of clocks that run from now on, one interval fetch per calendar."""
        groups = {}
        for (case_id, name), effect in wanted.items():
            clock, facts = states[case_id].clocks[name], result.setdefault(case_id, {}).setdefault(name, {})
            if effect == "start" and facts["target_s"] is not None:
                row = facts["calendar"], facts["target_s"]
            elif effect == "resume":
                row = clock.calendar, clock.remaining_s
            elif effect == "replan" and facts["target_s"] is not None and clock.state != "paused":
                row = facts["calendar"], max(0, facts["target_s"] - clock.worked_s - facts.get("worked_s", 0))
            else:
                continue
            groups.setdefault(row[0], []).append((facts, moments[case_id], row[1]))
        for calendar_id, rows in groups.items():
            calendar = self.env["resource.calendar"].browse(calendar_id or []).exists()
            for (facts, _at, _s), due in zip(rows, calendar._plan_seconds([r[1:] for r in rows]), strict=True):
                facts["due_at"] = due and due.isoformat()

    # -- what moves them ------------------------------------------------------------------------------

    def write(self, vals):
        if not REPLANNING & vals.keys():
            return super().write(vals)
        before = {case.id: case._clock_key() for case in self}
        result = super().write(vals)
        self.filtered(lambda case: case._clock_key() != before[case.id])._replan_where_needed()
        return result

    def _clock_key(self):
        """What decides on the policy and the hours. Filling in the team it had anyway changes nothing."""
        return self.type, self.priority, self._clock_team(), self.channel_id

    def _replan_where_needed(self):
        """Another policy or other hours apply now: plan anew from the time used so far, and say so."""
        # sudo: whoever may move the case moves its clocks
        cases = self.sudo().filtered(lambda c: c.state in LIVE and c.source not in ("import", "history"))
        if not cases:
            return
        policies = self.env["frontoffice.case.policy"]._of(cases)
        versions = self.env["frontoffice.case.policy"].union(*policies.values())._current_versions()
        states = cases._replayed()
        due = cases.filtered(lambda c: c._needs_plan(policies[c.id], versions, states[c.id].clocks))
        due._record("replanned", actor=lambda case: self.env.uid)

    def _needs_plan(self, policy, versions, clocks):
        """Whether the clocks of this case run by another policy or in other hours than now apply."""
        if (versions[policy.id].id if policy else False) != self.policy_version_id.id:
            return True
        calendar = self._clock_calendar(policy).id or None
        return any(clock.calendar != calendar for clock in clocks.values() if clock.state in ("running", "paused"))

    def action_replan(self):
        """Plan the clocks by today's answer times and working hours, from the time used so far."""
        self._record("replanned")
        return True

    def _after_record(self, kind, before, moments):
        result = super()._after_record(kind, before, moments)
        if kind not in pure.EFFECTS and kind not in ("merged", "unmerged", "undone"):
            return result
        columns = {"first": "first_reply_due_at", "next": "next_reply_due_at", "resolution": "resolution_due_at"}
        for case in self:
            for name, column in columns.items():
                if (before[case.id].due(name) or False) != case[column]:
                    case._after_clock(name, case[column] or None)
        return result

    def _after_clock(self, kind, due_at):
        """Hook: a clock of this case (``first``, ``next`` or ``resolution``) has a new due time, or
        None when it no longer runs."""
