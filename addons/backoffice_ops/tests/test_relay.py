from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BackOfficeCase

H = 3600


@tagged("post_install", "-at_install")
class TestRelay(BackOfficeCase):
    """The customer's time from department to department: budgets passed on or eaten, and who had it."""

    def _race(self, **values):
        """A promise with a part (8 h) and then a refund (8 h), in 32 working hours."""
        self.service.requirement_ids.required = False
        with freeze_time(self._at("Mon 08:00")):
            promise = self._promise(made_at=self._at("Mon 08:00"), due_at=self._at("Thu 17:00"), **values)
            bundle = self.env["backoffice.bundle"].create({
                "name": "Both", "promise_id": promise.id, "company_id": self.company.id, "user_id": self.agent.id})
            first, second = self.env["backoffice.bundle.step"].create([
                {"bundle_id": bundle.id, "service_id": self.service.id},
                {"bundle_id": bundle.id, "service_id": self.refund.id}])
            second.after_ids = first
            bundle.action_start()
        return promise, first.handoff_id, second.handoff_id

    def _deliver(self, handoff, accepted, delivered):
        self._play(handoff, (accepted, "accepted"))
        with freeze_time(self._at(delivered)):
            handoff._record("delivered")

    def _line(self, promise, handoff):
        return next(line for line in promise.relay["steps"] if line["id"] == handoff.id)

    def test_time_is_split_by_what_departments_usually_take(self):
        promise, first, second = self._race()
        self.assertEqual(promise.relay["left"], 32 * H)
        self.assertEqual([line["share"] for line in promise.relay["steps"]], [16 * H, 16 * H])
        self.assertEqual(self._line(promise, first)["by"], self._at("Tue 17:00").isoformat())
        self.assertEqual((first.state, second.state), ("sent", "draft"))

    def test_an_early_finish_passes_time_on(self):
        promise, first, second = self._race()
        self._deliver(first, "Mon 09:00", "Mon 12:00")
        self.assertEqual(self._line(promise, first)["gave"], 12 * H)
        line = self._line(promise, second)
        self.assertEqual((line["state"], line["share"], line["moves"]), ("run", 28 * H, [[first.id, 12 * H]]))

    def test_a_late_finish_shows_whose_budget_it_ate(self):
        promise, first, second = self._race()
        self._deliver(first, "Mon 09:00", "Wed 10:00")
        self.assertEqual(self._line(promise, first)["gave"], -2 * H)
        self.assertEqual(self._line(promise, second)["moves"], [[first.id, -2 * H]])
        with freeze_time(self._at("Wed 10:00")):
            clock = self.env["backoffice.work"].with_user(self.banker).item(second.id)["clock"]
        self.assertEqual((clock["relay"]["budget"], clock["relay"]["left"]), (14 * H, 14 * H))
        self.assertEqual(clock["relay"]["moves"], [{"who": "Parts", "seconds": -2 * H}])
        self.assertIn("eaten by Parts", promise.relay_bar)

    def test_the_pane_shows_who_is_next(self):
        _promise, first, _second = self._race()
        with freeze_time(self._at("Mon 10:00")):
            clock = self.env["backoffice.work"].with_user(self.clerk).item(first.id)["clock"]
        self.assertEqual((clock["then"], clock["relay"]["left"]), (["Finance"], 14 * H))

    def test_a_confidential_step_is_not_named(self):
        self.refund.confidential = True
        _promise, first, _second = self._race()
        clock = self.env["backoffice.work"].with_user(self.clerk).item(first.id)["clock"]
        self.assertEqual(clock["then"], ["another department"])

    def test_passing_time_changes_nothing_stored(self):
        promise, first, _second = self._race()
        before = promise.relay
        self._play(first, ("Mon 09:00", "accepted"), ("Mon 10:00", "started"))
        with freeze_time(self._at("Wed 16:00")):
            promise.invalidate_recordset()
            self.assertEqual(promise.relay, before)

    def test_a_date_moved_by_the_customer_splits_again(self):
        promise, first, second = self._race()
        with freeze_time(self._at("Mon 10:00")):
            promise.action_change_due(self._at("Fri 17:00"), "customer")
        self.assertEqual(promise.relay["ready"], self._at("Fri 17:00").isoformat())
        self.assertEqual(sum(line["share"] for line in promise.relay["steps"]), 38 * H)
        self.assertTrue(first and second)

    def test_one_request_alone_has_no_relay(self):
        promise = self._promise(made_at=self._at("Mon 08:00"), due_at=self._at("Thu 17:00"))
        handoff = self._play(self._handoff(promise_id=promise.id), ("Mon 09:00", "sent"))
        self.assertFalse(promise.relay)
        self.assertNotIn("relay", self.env["backoffice.work"].with_user(self.clerk).item(handoff.id)["clock"])

    def test_nobody_writes_a_budget(self):
        promise, _first, _second = self._race()
        with self.assertRaises(AccessError):
            promise.with_user(self.manager).relay = {}

    def test_experience_decides_the_share(self):
        self.service.deliver_hours = 40
        done = self.env["backoffice.handoff"].create([
            {"subject": "x", "service_id": self.refund.id, "company_id": self.company.id} for _n in range(30)])
        done.sudo().write({"final_at": self._at("Mon 08:00"), "worked_hours": 4})
        with freeze_time(self._at("Tue 08:00")):
            usual = (self.service | self.refund)._usual_seconds(self.company)
        self.assertEqual(usual, {self.service.id: 40 * H, self.refund.id: 4 * H})

    # -- pains -------------------------------------------------------------------------------------

    def test_pain_03_no_stale_clock_after_a_change_of_department_or_policy(self):
        """The old clock ends with the stint; a changed policy moves nothing that runs."""
        promise, first, _second = self._race()
        self.service.deliver_hours = 1
        self.service.action_archive()
        due = first.due_at
        self._play(first, ("Mon 09:00", "accepted"))
        self.assertEqual(first.due_at, due)
        with freeze_time(self._at("Mon 16:00")):
            first.with_user(self.clerk).action_reroute(self.finance.id)
        self.assertEqual(first.stint, 2)
        [old, new] = first._stints()[first.id]
        self.assertEqual((old.how, old.ended, new.began), ("handed_on", self._at("Mon 16:00"), self._at("Mon 16:00")))
        self.assertEqual(self._line(promise, first)["to"], self.finance.id)

    def test_pain_04_the_second_department_has_its_own_time(self):
        """Whatever the first took, the second gets its full agreed clock and sees what is left of the customer's."""
        promise, first, second = self._race()
        self._deliver(first, "Mon 09:00", "Thu 08:00")
        self.assertEqual(second.due_at, self._at("Thu 17:00"), "eight working hours of its own")
        self.assertEqual(self._line(promise, second)["share"], 8 * H)
        with freeze_time(self._at("Thu 09:00")):
            second.with_user(self.banker).action_accept()
        self.assertEqual(second.due_at, self._at("Thu 17:00"), "joining restarts nothing")

    # -- who had it --------------------------------------------------------------------------------

    def test_stints_are_readable_by_whoever_reads_the_request(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"))
        with freeze_time(self._at("Mon 10:00")):
            handoff.with_user(self.clerk).action_accept()
        with freeze_time(self._at("Tue 10:00")):
            handoff.with_user(self.clerk).action_reroute(self.finance.id)
        with freeze_time(self._at("Tue 11:00")):
            handoff.with_user(self.banker).action_accept()
            handoff.with_user(self.banker).action_deliver("done")
        stints = handoff._stints()
        seconds = handoff._stint_seconds(stints)
        self.assertEqual([seconds[handoff.id, n] for n in (1, 2)], [9 * H, 1 * H])
        self.assertEqual([s.in_time for s in stints[handoff.id]], [False, True])
        self.parts.name = "Spares"
        self.finance.action_archive()
        self.clerk.action_archive()
        table = handoff.with_user(self.agent).stint_table
        for words in ("Spares", "Finance", "Jonas", "Ines", "handed on", "9:00 h"):
            self.assertIn(words, table)

    # -- speed -------------------------------------------------------------------------------------

    def test_batches_do_not_grow(self):
        """Transitions with the promise cascade and two departments each: queries stay the same."""
        counts = []
        for size in (3, 40):
            promises = self.env["frontoffice.promise"].create([{
                "name": "x", "partner_id": self.customer.id, "standard_id": self.standard.id,
                "company_id": self.company.id, "due_at": self._at("Thu 17:00") + timedelta(days=365),
            } for _n in range(size)])
            handoffs = self.env["backoffice.handoff"].create([
                {"subject": "x", "service_id": service.id, "company_id": self.company.id, "promise_id": promise.id}
                for promise in promises for service in (self.service, self.refund)
            ])
            handoffs._record("sent")
            handoffs._record("accepted")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handoffs._record("delivered")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(promises.mapped("state")), {"enabled"})
            self.assertTrue(all(line["state"] == "done" for p in promises for line in p.relay["steps"]))
        self.assertLessEqual(counts[1], counts[0] + 3)
        self.assertLessEqual(counts[1], 64, "60 and two for each calendar")
