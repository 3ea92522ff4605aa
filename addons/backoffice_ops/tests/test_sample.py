from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import NOW, SampleCase


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
        straight = self.requests.filtered(lambda h: not h.return_count)
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

    def compared(self):
        return {
            **super().compared(),
            "backoffice.handoff": ("name", "state", "sent_at", "due_at", "final_at", "return_count", "ledger_seq"),
        }

    def test_in_and_out(self):
        first = self.digest()
        events = self.requests.event_ids
        self.sample.action_remove()
        self.assertFalse(events.exists())
        for model in ("backoffice.service", "backoffice.member", "hr.department", "hr.employee"):
            self.assertFalse(self.of_company(model), model)
        self.sample.load()
        self.assertEqual(self.digest(), first)
