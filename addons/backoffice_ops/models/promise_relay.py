from odoo import api, fields, models

from odoo.addons.frontoffice_crm.tools.promise import OPEN

from ..tools import relay as pure

WAIT, RUN, DONE = "wait", "run", "done"


class Promise(models.Model):
    """The customer's time, split over the departments that work on one promise.

    Stored, and worked out again only when a step closes or the steps change. ``relay``:
    {"at", "ready", "left", "steps": [{"id", "to", "state", "share", "by", "moves", "gave"}]}: codes, ids
    and numbers alone. Seconds are working seconds of the promise's calendar, moments ISO UTC.
    """

    _inherit = "frontoffice.promise"

    relay = fields.Json(readonly=True, copy=False)

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"relay"}

    def _relay_calendar(self):
        return self.standard_id._calendar(self.company_id)

    def _relay_again(self, closed=None, at=None):
        """Work the budgets out again. ``closed``: requests whose end caused it. Queries do not grow with promises."""
        # sudo: the split is of the promise, whoever closes a step
        promises = self.sudo().filtered(lambda p: p.state in OPEN and p.due_at)
        steps = promises._relay_steps() if promises else {}
        todo = promises.filtered(lambda p: len(steps[p.id]) > 1 or p.relay)
        if not todo:
            return
        usual = todo._relay_usual(steps)
        at, closed = at or fields.Datetime.now(), closed or self.env["backoffice.handoff"]
        for calendar, same in todo.grouped(lambda p: p._relay_calendar()).items():
            same._relay_write(calendar, {p: steps[p.id] for p in same}, usual, closed, at)

    def _relay_steps(self):
        """{promise id: requests that are steps of it}, one query."""
        Handoff = self.env["backoffice.handoff"]
        found = Handoff.search_fetch(
            Handoff._relay_domain() & fields.Domain("promise_id", "in", self.ids),
            ["promise_id", "service_id", "company_id", "state", "final_at", "sent_at", "stint", "to_department_id"],
            order="id",
        )
        groups = found.grouped("promise_id")
        return {p.id: groups.get(p, Handoff) for p in self}

    def _relay_usual(self, steps):
        """{(company id, service id): usual working seconds}."""
        handoffs = self.env["backoffice.handoff"].union(*(steps[p.id] for p in self))
        result = {}
        for company, same in handoffs.grouped("company_id").items():
            for service_id, seconds in same.service_id._usual_seconds(company).items():
                result[company.id, service_id] = seconds
        return result

    def _relay_write(self, calendar, steps, usual, closed, at):
        """One count and one plan for all promises of a calendar."""
        after = self.env["backoffice.handoff"].union(*steps.values())._relay_after()
        counted = _Counted(calendar, at, [m for p in self for m in p._relay_moments(steps[p])])
        plans, wanted = {}, []
        for promise in self:
            plans[promise] = promise._relay_plan(steps[promise], after, usual, counted)
            wanted += [(at, stop) for _start, stop in plans[promise].values()]
        dues = iter(calendar._plan_seconds(wanted))
        for promise in self:
            by = {key: next(dues) for key in plans[promise]}
            promise.relay = promise._relay_json(steps[promise], plans[promise], by, closed, counted)

    def _relay_moments(self, steps):
        """Moments whose distance from now has to be counted."""
        old = self._relay_old()
        known = [pure_moment(old[h.id]["by"]) for h in steps if h.id in old]
        return [self.need_by or self.due_at, *known, *(h.final_at for h in steps if h.final_at)]

    def _relay_old(self):
        return {step["id"]: step for step in (self.relay or {}).get("steps", ())}

    def _relay_plan(self, steps, after, usual, counted):
        """{request id: (from, to)} of the steps still to do, seconds from now."""
        ready, old = self.need_by or self.due_at, self._relay_old()
        todo = steps.filtered(lambda h: not h.final_at)
        return pure.split([
            pure.Step(
                h.id, usual[h.company_id.id, h.service_id.id], tuple(after.get(h.id, ())),
                counted.seconds(pure_moment(old[h.id]["by"])) if self._relay_runs(h, old) else None,
            ) for h in todo
        ], counted.seconds(ready))

    def _relay_runs(self, handoff, old):
        """Whether a step ran already when the budgets were last worked out: same department, same date."""
        known, ready = old.get(handoff.id, {}), self.need_by or self.due_at
        same = (self.relay or {}).get("ready") == ready.isoformat() and known.get("stint") == handoff.stint
        return same and known.get("state") == RUN and bool(known.get("by"))

    def _relay_json(self, steps, plan, by, closed, counted):
        old, ready = self._relay_old(), self.need_by or self.due_at
        shares = pure.shares(plan)
        before = {key: step["share"] for key, step in old.items() if step["state"] == WAIT}
        moved = pure.moved(before, shares)
        causes = (closed & steps).ids
        lines = []
        for handoff in steps:
            line = {"moves": [], **old.get(handoff.id, {}), "id": handoff.id, "to": handoff.to_department_id.id,
                    "stint": handoff.stint}
            if handoff.final_at:
                line |= self._relay_closed(handoff, line, counted)
            else:
                line |= self._relay_open(handoff, line, shares, by)
            if causes and moved.get(handoff.id):
                line["moves"] = [*line["moves"], [causes[0], moved[handoff.id]]][-9:]
            lines.append(line)
        return {
            "at": counted.at.isoformat(), "ready": ready.isoformat(), "left": counted.seconds(ready), "steps": lines,
        }

    def _relay_open(self, handoff, line, shares, by):
        runs = handoff.state != "draft"
        keeps = runs and self._relay_runs(handoff, {handoff.id: line})
        due = by[handoff.id]
        return {
            "state": RUN if runs else WAIT, "gave": None,
            "share": line["share"] if keeps else shares[handoff.id],
            "by": line["by"] if keeps else due and due.isoformat(),
        }

    @api.model
    def _relay_closed(self, handoff, line, counted):
        """What a step left for those after it, negative when it took from them."""
        if line.get("state") == DONE and line.get("ended") == handoff.final_at.isoformat():
            return {}
        due = pure_moment(line.get("by"))
        gave = counted.seconds(due) - counted.seconds(handoff.final_at) if due else None
        return {"state": DONE, "ended": handoff.final_at.isoformat(), "gave": gave, "share": line.get("share") or 0,
                "by": line.get("by")}

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind == "changed":
            self.filtered("relay")._relay_again()


class _Counted:
    """Working seconds between now and moments, from one fetch of the open hours; signed."""

    def __init__(self, calendar, at, moments):
        self.at = at
        known = sorted({m for m in moments if m})
        counted = calendar._count_seconds([(min(at, m), max(at, m)) for m in known])
        self.known = {m: seconds if m >= at else -seconds for m, seconds in zip(known, counted, strict=True)}

    def seconds(self, moment):
        return self.known.get(moment, 0)


def pure_moment(text):
    """ISO text to naive UTC, None stays None."""
    return fields.Datetime.to_datetime(text.replace("T", " ")) if text else None
