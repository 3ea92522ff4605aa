from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import NOW, SampleCase, SmallSampleCase


@tagged("post_install", "-at_install")
class TestSampleRequests(SampleCase):
    """The back office's figures of the story, counted from the records themselves."""

    def setUp(self):
        super().setUp()
        self.requests = self.of_company("backoffice.handoff")

    def test_on_time(self):
        due = self.requests.filtered(lambda h: h.due_at and h.due_at <= NOW)
        months = self.by_month(due, "due_at")
        shares = {
            m: (sum(bool(h.final_at and h.final_at <= h.due_at) for h in found), len(found))
            for m, found in months.items()
        }
        self.check(shares, "on_time", 3)

    def test_sent_back(self):
        months = self.by_month(self.requests, "sent_at")
        months.pop(-14, None)
        self.check({m: (sum(h.return_count > 0 for h in f), len(f)) for m, f in months.items()}, "sent_back", 3)
        parts = self.requests.filtered(lambda h: h.return_count and h.to_department_id.name == "Parts")
        self.assertGreater(len(parts), 0.6 * len(self.requests.filtered("return_count")))

    def test_bad_quarter(self):
        """Of what was not kept: half promised too early, a third a department late, the rest at the desk."""
        promises = self.of_company("frontoffice.promise", [("withdrawn_by", "!=", "customer")])
        months = self.by_month(promises, "due_at")
        quarter = [p for month in (-8, -7, -6) for p in months[month]]
        ready = {p for p in quarter if p.enabled_at and p.enabled_at <= p.due_at}
        kept = {p for p in quarter if p.fulfilled_at and p.fulfilled_at <= p.due_at and p.in_full}
        lost = set(quarter) - kept
        early = {p for p in lost if p.realistic == "no"}
        self.assertAlmostEqual(100 * len(kept) / len(quarter), 70, delta=2)
        self.assertAlmostEqual(100 * len(early) / len(lost), 53, delta=4)
        self.assertAlmostEqual(100 * len(lost - early - ready) / len(lost), 33, delta=4)
        self.assertAlmostEqual(100 * len((lost - early) & ready) / len(lost), 14, delta=4)
        self.assertAlmostEqual(100 * len(kept - ready) / len(quarter), 14, delta=2)

    def test_what_requests_did_cost(self):
        """Every request that is done did cost something, and again where it was done again."""
        done = self.requests.filtered("final_at")
        self.assertTrue(done)
        for request in done:
            agreed = request.service_version_id.costs
            usual = agreed["cost_fixed"] + agreed["touch_hours"] * agreed["hour_rate"]
            self.assertGreater(usual, 0, request.service_id.name)
            self.assertAlmostEqual(request.actual_cost, (1 + request.rework_count) * usual, 2)
        self.assertFalse(any((self.requests - done).mapped("actual_cost")))
        self.assertEqual(self.requests._fields["actual_cost"].groups, "backoffice_ops.group_head")

    def test_ledgers(self):
        self.assertFalse(self.requests._ledger_verify())
        self.assertFalse(self.of_company("frontoffice.promise")._ledger_verify())

    def test_who_did_it(self):
        """The department moves its side, the sender theirs; silence alone is nobody's."""
        cast = set(self.sample._remembered("res.users").values())
        members = self.of_company("backoffice.member").grouped("department_id")
        for event in self.requests.event_ids:
            handoff = event.handoff_id
            if (event.payload or {}).get("auto"):
                self.assertNotIn(event.actor_id, cast)
            elif event.kind == "declined":
                self.assertIn(event.actor_id, members[handoff.service_id.department_id].user_id.ids)
            elif event.kind in ("accepted", "delivered"):
                self.assertEqual(event.actor_id, handoff.user_id.id)
            elif event.kind == "returned":
                self.assertIn(event.actor_id, members[handoff.to_department_id].user_id.ids)
            else:
                self.assertEqual(event.actor_id, handoff.from_user_id.id, event.kind)
        for model in ("frontoffice.promise", "frontoffice.case"):
            by_itself = {e.kind for e in self.of_company(model).event_ids if e.actor_id not in cast}
            self.assertLessEqual(by_itself, {"lapsed"}, model)

    def test_as_if_worked_by_hand(self):
        """Due times and "everything ready" are what the real clocks and the real cascade would say."""
        ready = self.of_company("frontoffice.promise", [("linked", "=", True)])
        self.assertEqual({p.id: p.enabled_at or None for p in ready}, ready._ready_moments())
        calendar = self.company.resource_calendar_id
        straight = self.requests.filtered(lambda h: h.sent_at and not h.return_count and h.stint < 2)
        planned = calendar._plan_seconds([(h.sent_at, round(h.service_id.deliver_hours * 3600)) for h in straight])
        self.assertEqual(straight.mapped("due_at"), planned)

    def test_today(self):
        finance = self.requests.filtered(lambda h: h.to_department_id.name == "Finance" and h.state == "sent")
        self.assertEqual(len(finance), 3)
        back = self.requests.filtered(lambda h: h.state == "returned")
        self.assertEqual(back.from_user_id.name, "Priya Nair")
        self.assertEqual(len(back), 1)
        today = self.of_company("frontoffice.promise", [("state", "in", ("made", "enabled"))]).filtered(
            lambda p: self.clock.day_of(p.due_at) == self.clock.today)
        at_risk = today.filtered(lambda p: p.linked and not p.enabled_at)
        self.assertEqual(len(at_risk), 2)
        ana = self.env.ref("__sample__.case_ana")
        self.assertEqual(ana.state, "waiting_backoffice")
        self.assertEqual(set(ana.handoff_ids.to_department_id.mapped("name")), {"Finance", "Parts"})

    def test_people_have_their_desks(self):
        ines = self.env.ref("__sample__.users_ines")
        self.assertEqual(ines.backoffice_trusted_department_ids.name, "Finance")
        self.assertTrue(ines.has_group("backoffice_ops.group_head"))
        work = self.requests.with_user(ines).search([("to_department_id.name", "=", "Finance"), ("state", "=", "sent")])
        self.assertEqual(len(work), 3)

    def test_volume(self):
        months = self.by_month(self.requests, "sent_at")
        months.pop(-14, None)
        self.assertAlmostEqual(sum(map(len, months.values())) / 13, 260, delta=13)

    def test_steps_and_decisions(self):
        """A refund with two of four steps ticked; decisions in time, late, declined and in Ines's place."""
        refund = self.env.ref("__sample__.handoff_t_money")
        self.assertEqual(refund.checklist_ids.mapped("done"), [True, True, False, False])
        decisions = self.of_company("backoffice.approval")
        self.assertEqual(set(decisions.mapped("state")), {"asked", "approved", "declined"})
        late = decisions.filtered(lambda a: a.decided_at and a.decided_at > a.due_at)
        self.assertTrue(0 < len(late) < 0.25 * len(decisions))
        acting = decisions.seat_ids.filtered("acting_for_id")
        self.assertEqual({(s.decided_by_id.name, s.acting_for_id.name) for s in acting}, {
            ("Tomás Rivera", "Ines Duarte")})
        self.assertLessEqual({self.month_of(seat.approval_id.asked_at) for seat in acting}, {-8, -7, -6})
        over = [a for a in decisions if a.state == "asked" and a.due_at < NOW]
        self.assertIn(self.env.ref("__sample__.handoff_t_late"), [a.handoff_id for a in over])
        delivered = decisions.filtered(lambda a: a.state == "approved" and a.handoff_id.final_at)
        self.assertTrue(all(a.decided_at <= a.handoff_id.final_at for a in delivered))

    def test_deadlines(self):
        rows = self.of_company("backoffice.obligation")
        vat = rows.filtered(lambda o: o.kind == "tax").sorted("due_on")
        missed = vat.filtered(lambda o: o.met_at and o.met_at > o.due_at)
        self.assertEqual([self.month_of(o.due_at) for o in missed], [-6])
        self.assertEqual(vat[-1].state, "open")
        self.assertEqual(vat[1:].previous_id, vat[:-1])
        names = rows.filtered(lambda o: o.state == "open").mapped("name")
        self.assertIn("Lease of the showroom", names)
        self.assertIn("Liability insurance", names)

    def test_colleagues(self):
        """Both sides rate each other often enough to be shown, and by more than one person."""
        ratings = self.of_company("backoffice.handoff.rating").filtered(
            lambda r: r.to_department_id.name == "Parts" and r.at >= self.clock.local(self.clock.month(-2)[0], 0))
        for side in ("sender", "receiver"):
            mine = ratings.filtered(lambda r, side=side: r.side == side)
            self.assertGreaterEqual(len(mine), 6, side)
            self.assertGreater(len(mine.user_id), 1, side)
        self.assertFalse(ratings.filtered(lambda r: r.user_id not in r.handoff_id.from_user_id | r.handoff_id.user_id))
        notice = self.env.ref("__sample__.notice_serial")
        self.assertEqual((notice.name, notice.asked_count - notice.read_count), ("Serial number is required", 2))
        skills = self.env["hr.employee.skill"].search([("skill_id.name", "=", "Credit release")])
        self.assertEqual(set(skills.employee_id.mapped("name")), {"Ines Duarte", "Tomás Rivera"})
        rounds = self.of_company("backoffice.pulse")
        self.assertEqual(set(rounds.mapped("kind")), {"pulse", "enps"})
        self.assertTrue(all(pulse.answered >= 5 and pulse._cell_rows() for pulse in rounds))
        ladder = self.env.ref("__sample__.escalation_everybody")
        self.assertEqual({step.tells for step in ladder.step_ids}, {"doer", "head", "sender", "chain"})

    def test_to_and_fro(self):
        """Requests sent back twice and requests for somebody else, for the process map; a bundle; documents."""
        twice = self.requests.filtered(lambda h: h.return_count == 2)
        moved = self.requests.filtered(lambda h: "rerouted" in h.event_ids.mapped("kind"))
        self.assertTrue(len(twice) > 20 and len(moved) > 10)
        self.assertTrue(all(h.to_department_id != h.service_id.department_id for h in moved))
        bundle = self.env.ref("__sample__.bundle_boiler")
        self.assertEqual((bundle.name, bundle.state), ("Boiler with loan", "running"))
        self.assertTrue(bundle.is_too_late)
        self.assertEqual(bundle.step_ids.mapped("state"), ["accepted", "done", "draft"])
        documents = self.of_company("backoffice.document.request")
        self.assertEqual(len(set(documents.mapped("state"))), 6)
        outside = self.env.ref("__sample__.partner_rohr")
        self.assertTrue(outside.is_subcontractor)
        self.assertGreater(len(self.requests.filtered(lambda h: h.performer_id == outside)), 30)


@tagged("post_install", "-at_install")
class TestSampleAgain(SmallSampleCase):
    """In, out and in again: the same, and nothing left."""

    def compared(self):
        return {
            **super().compared(),
            "backoffice.handoff": ("name", "state", "sent_at", "due_at", "final_at", "return_count", "ledger_seq"),
        }

    def test_in_and_out(self):
        first = self.digest()
        events = self.of_company("backoffice.handoff").event_ids
        self.sample.action_remove()
        self.assertFalse(events.exists())
        for model in ("backoffice.service", "backoffice.member", "hr.department", "hr.employee", "backoffice.notice",
                      "backoffice.approval", "backoffice.obligation", "backoffice.bundle", "backoffice.pulse",
                      "backoffice.document.request", "backoffice.escalation"):
            self.assertFalse(self.of_company(model), model)
        self.sample.load()
        self.assertEqual(self.digest(), first)
