"""A company at work inside ``odoo shell``: does what it is told over a socket.

A command is a line of JSON: a list of [what, a, b], where a and b choose among the records there are and
among what may happen to them. ``test_anything.py`` sends them. Nothing is ever committed.
"""

import json
import socket
from datetime import timedelta
from unittest.mock import patch

from anything_counting import BEGIN, HOUR, Counting
from freezegun import freeze_time

from odoo.exceptions import UserError


class Office(Counting):
    """``do_<what>(a, b)`` is one thing that can happen."""

    def __init__(self, env, clock):
        super().__init__(env, clock)
        make = self._make
        self.teams = [make("crm.team", name=f"Any {i}", is_service=True, company_id=self.home.id) for i in (0, 1)]
        self.channels = {
            company: [make("frontoffice.channel", name=f"Any {kind}", kind=kind, company_id=company.id)
                      for kind in ("counter", "email")]
            for company in (self.home, self.branch)
        }
        self.needs = [make("frontoffice.need", name=f"Any {i}", company_id=self.home.id) for i in (0, 1)]
        self.campaign = make("utm.campaign", title="Any")
        self.departments = [make("hr.department", name=f"Any {i}", company_id=self.home.id) for i in (0, 1)]
        self.services = [
            make("backoffice.service", name=f"Any {d.id}", department_id=d.id, company_id=self.home.id,
                 accept_hours=4, deliver_hours=8) for d in self.departments]
        self.standard = make("frontoffice.promise.standard", name="Any", hours=16, company_id=self.home.id)
        self.partners = [make("res.partner", name=f"Any {i}", email=f"any{i}@any.example") for i in range(4)]

    def _make(self, model, **values):
        return self.env[model].create(values)

    def populate(self):
        for n in range(4):
            for what in ("case", "call", "promise", "request", "lead"):
                getattr(self, f"do_{what}")(n, 3 * n + 1)
        self.do_count(0, 0)

    # -- choosing ----------------------------------------------------------------------------------

    def _some(self, model, a, *domain):
        """One of the records there are, archived ones too."""
        companies = [("company_id", "in", (self.home | self.branch).ids)]
        found = self.env[model].with_context(active_test=False).search([*companies, *domain], order="id")
        if not found:
            raise UserError("none")
        return found[a % len(found)].with_context(active_test=True)

    def _partner(self, a):
        alive = [partner for partner in self.partners if partner.exists()]
        return alive[a % len(alive)].id

    def _moment(self, b, days=20):
        """A whole minute up to so many days ago, or a little later than now."""
        return self.now + timedelta(minutes=37 * b % (days * 1440) - (days - 1) * 1440)

    # -- things that begin -------------------------------------------------------------------------

    def do_call(self, a, b):
        """A customer calls or writes, now or entered late."""
        at = self._moment(b) if b % 3 == 0 else self.now
        self._make(
            "frontoffice.encounter", partner_id=self._partner(a), arrived_at=at, company_id=self.home.id,
            channel_id=self.channels[self.home][b % 2].id, need_id=[False, *(n.id for n in self.needs)][b % 3],
            case_id=b % 4 == 1 and self._case_id(a), team_id=self.teams[a % 2].id,
            direction="out" if b % 7 == 6 else "in", is_clarification=b % 5 == 1, context_carried=b % 2 == 1,
            outcome=["informed", "unmet", "case", "directed"][a % 4], ended_at=at + b % 4 * HOUR,
            first_response_at=b % 6 < 4 and at + b % 3 * HOUR, campaign_id=a % 3 == 0 and self.campaign.id,
            state="abandoned" if b % 6 >= 4 else "done", need_confirmed=a % 2 == 1)

    def _case_id(self, a):
        return self._some("frontoffice.case", a, ("company_id", "=", self.home.id), ("state", "!=", "merged")).id

    def do_case(self, a, b):
        self._make(
            "frontoffice.case", subject="Any", partner_id=self._partner(a), company_id=self.home.id,
            type=["complaint", "question", "problem"][b % 3], channel_id=self.channels[self.home][a % 2].id,
            team_id=self.teams[b % 2].id, need_id=[False, *(n.id for n in self.needs)][b % 3])

    def do_promise(self, a, b):
        self._make(
            "frontoffice.promise", name="Any", partner_id=self._partner(a), company_id=self.home.id,
            due_at=self.now + (1 + b % 60) * HOUR, team_id=self.teams[a % 2].id,
            standard_id=b % 2 == 1 and self.standard.id, case_id=b % 3 == 1 and self._case_id(b),
            campaign_id=a % 2 == 1 and self.campaign.id, channel_id=self.channels[self.home][b % 2].id)

    def do_request(self, a, b):
        request = self._make(
            "backoffice.handoff", subject="Any", service_id=self.services[b % 2].id, company_id=self.home.id,
            from_team_id=self.teams[a % 2].id, case_id=a % 3 == 1 and self._case_id(b),
            promise_id=b % 3 == 1 and self._some("frontoffice.promise", a, ("state", "=", "made")).id,
            confidential=b % 11 == 10)
        if b % 5:
            request.action_send()

    def do_lead(self, a, b):
        lead = self._make(
            "crm.lead", name="Any", partner_id=self._partner(a), company_id=self.home.id, team_id=self.teams[b % 2].id,
            type=["lead", "opportunity"][b % 2], expected_revenue=100 * (b % 9), campaign_id=self.campaign.id)
        if b % 3 == 0:
            self._some("frontoffice.encounter", b).lead_id = lead

    def do_rating(self, a, b):
        model = ["frontoffice.case", "frontoffice.encounter", "frontoffice.promise", "backoffice.handoff"][b % 4]
        rating = self._make("rating.rating", res_model_id=self.env["ir.model"]._get_id(model),
                            res_id=self._some(model, a).id)
        rating.write({"rating": 1 + b % 5, "consumed": b % 7 > 0})
        rating.rated_on = self.now

    def do_import(self, a, b):
        """Old history comes in, or the same again with something more to it."""
        rows = ["case,activity,time,resource,group,deadline"]
        for case in range(1 + b % 3):
            at = self._moment(13 * a + 7 * case, 60) - 40 * 24 * HOUR
            rows += [f"{a}-{case},{what},{at + n * 5 * HOUR:%Y-%m-%d %H:%M:%S},R{n},G{n % 2},"
                     f"{at + (b % 30) * HOUR:%Y-%m-%d %H:%M:%S}" for n, what in enumerate(("in", "check", "out"))]
        self.env["frontoffice.import.service"].with_company(self.home)._import_bytes(
            "\n".join(rows).encode(), {"source": f"any {a % 2}", "company_id": self.home.id})

    def do_remove_import(self, a, _b):
        self._some("frontoffice.batch", a, ("state", "=", "active")).action_remove()

    # -- things that go on -------------------------------------------------------------------------

    def do_work_on_promise(self, a, b):
        promise = self._some("frontoffice.promise", a)
        step = ["keep", "keep_partly", "dispute", "withdraw", "withdraw_customer", "change_due", "undo"][b % 7]
        more = (self.now + (b - 20) * HOUR, ["company", "customer"][b % 2]) if step == "change_due" else ()
        getattr(promise, f"action_{step}")(*more)

    def do_lapse(self, _a, _b):
        """Time ran out, as the scheduled action notes it."""
        todo = self.env["frontoffice.promise"].search(
            [*self.env["frontoffice.promise"]._lapse_domain(), ("company_id", "=", self.home.id)])
        todo._record("lapsed", at=lambda promise: promise.due_at)

    def do_work_on_request(self, a, b):
        request = self._some("backoffice.handoff", a)
        step = ["send", "accept", "start", "deliver", "confirm", "return", "resend", "reject", "reopen", "cancel",
                "decline", "pause", "resume", "undo"][b % 14]
        more = {"return": ([], "sender", "what?"), "reject": ("no",), "decline": ("no",)}.get(step, ())
        getattr(request, f"action_{step}")(*more)

    def do_work_on_case(self, a, b):
        step = ["take", "wait_customer", "resume", "resolve", "close", "reopen", "cancel", "undo"][b % 8]
        getattr(self._some("frontoffice.case", a), f"action_{step}")()

    def do_edit_case(self, a, b):
        self._some("frontoffice.case", a).write([
            {"type": "praise"}, {"type": "complaint"}, {"partner_id": self._partner(b)}, {"active": b % 2 == 0},
            {"team_id": self.teams[1].id}, {"channel_id": False}, {"user_id": self.env.uid},
            {"repeat_of_id": self._case_id(b)}, {"need_id": self.needs[0].id},
        ][b % 9])

    def do_edit_call(self, a, b):
        self._some("frontoffice.encounter", a).write([
            {"arrived_at": self._moment(b)}, {"first_response_at": self.now}, {"ended_at": self.now},
            {"partner_id": self._partner(b)}, {"case_id": self._case_id(b)}, {"case_id": False}, {"direction": "out"},
            {"need_id": self.needs[1].id}, {"need_id": False}, {"is_clarification": True}, {"state": "abandoned"},
            {"team_id": False}, {"outcome": "informed"}, {"touch_minutes": b},
        ][b % 14])

    def do_edit_lead(self, a, b):
        lead = self._some("crm.lead", a)
        if b % 6 == 0:
            lead.convert_opportunity(lead.partner_id)
        elif b % 6 in (1, 2):
            lead.action_set_lost() if b % 6 == 1 else lead.action_set_won()
        elif b % 6 == 3:
            lead.with_context(active_test=False).action_unarchive()
        else:
            lead.write([{"active": False}, {"expected_revenue": b}, {"partner_id": self._partner(b)}][b % 3])

    def do_edit_rating(self, a, b):
        companies = [("service_company_id", "in", (self.home | self.branch).ids)]
        ratings = self.env["rating.rating"].search(companies, order="id")
        if not ratings:
            raise UserError("none")
        ratings[a % len(ratings)].write([{"rating": 1 + b % 5}, {"consumed": False}, {"rated_on": self.now}][b % 3])

    # -- things that merge, move and go ------------------------------------------------------------

    def do_merge_cases(self, a, b):
        one, other = self._some("frontoffice.case", a), self._some("frontoffice.case", b)
        (one - other)._merge_into(other)

    def do_undo_merge(self, a, _b):
        self._some("frontoffice.case", a, ("state", "=", "merged")).action_undo_merge()

    def do_merge_leads(self, a, b):
        (self._some("crm.lead", a) | self._some("crm.lead", b)).merge_opportunity()

    def do_merge_customers(self, a, b):
        pair = self.env["res.partner"].browse({self._partner(a), self._partner(b)})
        if len(pair) < 2:
            raise UserError("one only")
        self.env.flush_all()
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(pair.ids, pair[0])
        self.env.invalidate_all()  # the merge is plain SQL

    def do_move(self, a, b):
        """To the other company, where that is allowed."""
        if b % 2:
            self._some("crm.lead", a).write({"company_id": self.branch.id, "team_id": False})
        else:
            self._some("frontoffice.encounter", a).write({
                "company_id": self.branch.id, "channel_id": self.channels[self.branch][0].id, "team_id": False,
                "need_id": False, "case_id": False})

    def do_delete(self, a, b):
        model = ["frontoffice.encounter", "crm.lead", "frontoffice.case", "frontoffice.promise"][b % 4]
        self._some(model, a).unlink()

    def do_new_hours(self, a, b):
        """The company's clocks are set to another zone."""
        company = [self.home, self.branch][a % 2]
        company.resource_calendar_id.tz = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"][b % 3]

    # -- time, and counting ------------------------------------------------------------------------

    def do_later(self, _a, b):
        self._at(self.now + (b % 24) * HOUR + timedelta(minutes=17))

    def do_much_later(self, _a, b):
        self._at(self.now + timedelta(days=1 + b))


def serve(env, number):
    """Answer command lists until the other side hangs up."""
    link = socket.socket(fileno=number)
    with link, link.makefile("rw") as channel, freeze_time(BEGIN) as clock, patch.object(env.cr, "now", clock):
        office = Office(env, clock)
        env["triangle.job.run"].search([]).write({"as_of": BEGIN - HOUR})
        office.populate()
        start = env.cr.savepoint()
        for line in channel:
            answer = office.run(json.loads(line))
            start.rollback()
            env.registry.clear_cache()
            channel.write(json.dumps(answer) + "\n")
            channel.flush()
    env.cr.rollback()
