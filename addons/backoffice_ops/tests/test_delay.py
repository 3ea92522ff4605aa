from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestDelay(BackOfficeCase):
    """Whose time a late promise lost, in working minutes that add up exactly."""

    def _late(self, *events, fulfilled="Fri 12:00", **values):
        """Made Monday 9:00 for Thursday 14:00; one request whose 8 hours end on Tuesday 9:00."""
        with freeze_time(self._at("Mon 09:00")):
            promise = self._promise(
                made_at=self._at("Mon 09:00"), due_at=self._at("Thu 14:00"), team_id=self.team.id, **values)
        handoff = self._handoff(promise_id=promise.id)
        self._play(handoff, *events)
        self._play(promise, ("Thu 14:00", "lapsed"), (fulfilled, "fulfilled"))
        return promise

    def _parts(self, promise):
        return [(d.side, d.department_id.name or False, d.minutes) for d in promise.delay_ids.sorted("id")]

    def _check_sum(self, promise):
        late = promise._working_seconds({promise.id: (promise.due_at, promise.fulfilled_at)})[promise.id]
        self.assertEqual(sum(promise.delay_ids.mapped("seconds")), late)
        self.assertEqual(sum(promise.delay_ids.mapped("minutes")), (late + 30) // 60)

    def test_a_department_took_longer(self):
        promise = self._late(("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Fri 10:00", "delivered"))
        self.assertEqual(self._parts(promise), [("internal", "Parts", 7 * 60)])
        self._check_sum(promise)

    def test_the_front_office_sat_on_it(self):
        promise = self._late(("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Mon 16:00", "delivered"))
        self.assertEqual(self._parts(promise), [("interactive", False, 7 * 60)])

    def test_waiting_with_proof(self):
        """Proven waiting moves the due time, so the department is in time."""
        promise = self._late(
            ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"),
            ("Mon 11:00", "paused", {"reason": "supplier", "evidence": True}), ("Thu 16:00", "resumed"),
            ("Fri 12:00", "delivered"))
        self.assertEqual(self._parts(promise), [("customer", False, 7 * 60)])
        self._check_sum(promise)

    def test_promised_too_early_comes_first(self):
        promise = self._late(
            ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Fri 10:00", "delivered"))
        # what was safe was 30 h where 28 h were promised
        promise.sudo().capability_hours = 30
        promise._delays_again()
        self.assertEqual(self._parts(promise), [("external", False, 2 * 60), ("internal", "Parts", 5 * 60)])
        self._check_sum(promise)

    def test_two_departments_in_order(self):
        promise = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Tue 09:00"))
        handoff = self._play(
            self._handoff(promise_id=promise.id), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        with freeze_time(self._at("Tue 11:00")):
            handoff.with_user(self.clerk).action_reroute(self.finance.id)
        self._play(handoff, ("Tue 12:00", "accepted"), ("Wed 14:00", "delivered"))
        self._play(promise, ("Thu 09:00", "fulfilled"))
        self.assertEqual(self._parts(promise), [
            ("internal", "Parts", 120), ("internal", "Finance", 120), ("interactive", False, 240),
            ("unexplained", False, 480)], "what two departments may take was never promised")
        self._check_sum(promise)

    def test_a_confidential_department_is_not_named(self):
        self.service.confidential = True
        promise = self._late(("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Fri 10:00", "delivered"))
        self.assertEqual(self._parts(promise), [("internal", False, 7 * 60)])

    def test_kept_promises_lose_nothing_and_taken_back_ones_forget(self):
        promise = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Thu 14:00"))
        self._play(promise, ("Thu 14:00", "fulfilled"))
        self.assertFalse(promise.delay_ids)
        with freeze_time(self._at("Fri 12:00")):
            late = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Thu 14:00"))
            late.action_keep()
            self.assertTrue(late.delay_ids)
            late.action_undo()
            self.assertFalse(late.delay_ids)

    def test_an_open_one_shows_what_it_is_losing(self):
        with freeze_time(self._at("Mon 09:00")):
            promise = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Tue 09:00"))
        self._play(self._handoff(promise_id=promise.id), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        self._play(promise, ("Tue 09:00", "lapsed"))
        with freeze_time(self._at("Tue 11:00")):
            promise.invalidate_recordset()
            self.assertIn("Parts", promise.delay_now)
            self.assertIn("120 min", promise.delay_now)
        self.assertFalse(promise.delay_ids, "written down when it is fulfilled")

    def test_who_reads_it(self):
        promise = self._late(("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Fri 10:00", "delivered"))
        delays = self.env["backoffice.delay"]
        self.assertTrue(delays.with_user(self.agent).search([("promise_id", "=", promise.id)]))
        self.assertFalse(delays.with_user(self.stranger).with_context(
            allowed_company_ids=self.other_company.ids).search([("promise_id", "=", promise.id)]))
        for person in (self.plain, self.portal, self.clerk):
            with self.assertRaises(AccessError):
                delays.with_user(person).search([])
        with self.assertRaises(AccessError):
            promise.delay_ids.with_user(self.manager).write({"minutes": 0})

    def test_queries_do_not_grow(self):
        counts = []
        for size in (2, 20):
            promises = self.env["frontoffice.promise"].create([{
                "name": "x", "standard_id": self.standard.id, "company_id": self.company.id,
                "made_at": self._at("Mon 09:00"), "due_at": self._at("Tue 09:00")} for _n in range(size)])
            handoffs = self.env["backoffice.handoff"].create([
                {"subject": "x", "service_id": self.service.id, "company_id": self.company.id, "promise_id": p.id}
                for p in promises])
            self._play(handoffs, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Wed 10:00", "delivered"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            promises._record("fulfilled", at=self._at("Thu 10:00"))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(promises.delay_ids), 2 * size)
        self.assertLessEqual(counts[1], counts[0] + 3)
