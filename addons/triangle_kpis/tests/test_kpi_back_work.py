from datetime import date, timedelta

from odoo.tests import tagged

from .back_common import WHOLE, BackCase, at

PROOF = {"reason": "supplier", "evidence": True}


@tagged("post_install", "-at_install")
class TestKpiBackWork(BackCase):
    """How requests flow. Working hours are 7 to 11 and 12 to 16 UTC; every answer is worked out by hand."""

    def _four(self):
        """Two hours of work each but the third, which two departments had for four; the second and last waited."""
        return [
            self._plain(),
            self._request(
                ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "paused", PROOF),
                ("03-10 09:00", "resumed"), ("03-10 10:00", "delivered"), ("03-10 11:00", "confirmed")),
            self._request(
                ("03-09 08:00", "sent"), ("03-09 10:00", "accepted"), ("03-09 10:00", "rerouted"),
                ("03-09 10:00", "accepted"), ("03-09 13:00", "delivered"), ("03-09 14:00", "confirmed")),
            self._request(
                ("03-09 08:00", "sent"), ("03-09 09:00", "returned", {"fault": "sender", "reasons": []}),
                ("03-10 09:00", "resent"), ("03-10 09:00", "accepted"), ("03-10 10:00", "delivered"),
                ("03-10 11:00", "confirmed")),
        ]

    def test_k39_time_until_ready(self):
        requests = self._four()
        kpi, values = self._values("K39")
        self.assertEqual((values["handoff_cycle_sum"], values["handoff_cycle_n"]), (120 + 120 + 240 + 120, 4))
        self.assertEqual(self._value("K39"), 192, "rank 3.6 of 4: 0.6 of the way from 120 to 240")
        self.assertEqual(set(self._opens("K39")), {request.id for request in requests})
        self._play(requests[2], ("03-17 08:00", "reopened"))
        self.assertEqual(self._values("K39")[1]["handoff_cycle_n"], 3)
        self._assert_from_scratch()

    def test_k41_flow(self):
        """One hands-on hour each, of 2, 10, 4 and 10; half an hour cannot hold more than half an hour."""
        self._plain()  # its type does not say how long it takes
        self.service.touch_hours = 1
        requests = self._four()
        short = self._plain(ready="03-09 08:30")
        self.assertEqual(self._of("handoff_flow"), (1 + 1 + 1 + 1 + 0.5, 2 + 10 + 4 + 10 + 0.5))
        self.assertAlmostEqual(self._value("K41"), 4.5 / 26.5)
        self.assertEqual(set(self._opens("K41")), {*(request.id for request in requests), short.id})

    def test_k42_open_work(self):
        self._plain()
        waiting = self._request(("03-09 08:00", "sent"))
        back = self._request(
            ("03-10 08:00", "sent"), ("03-10 08:00", "accepted"), ("03-11 08:00", "delivered"),
            ("03-12 08:00", "rejected"))
        gone = self._request(("03-10 08:00", "sent"), ("03-11 08:00", "cancelled"))
        self.env["backoffice.handoff"].create({
            "subject": "Never sent", "service_id": self.service.id, "company_id": self.company.id})._record("cancelled")

        def until(day):
            return (date(2026, 3, 1), date(2026, 3, day))

        levels = {day: self._value("K42", until(day)) for day in (9, 10, 11, 12, 18)}
        self.assertEqual(levels, {9: 1, 10: 3, 11: 1, 12: 2, 18: 2})
        self.assertIsNone(self._value("K42", until(8)), "nothing was sent yet: absent, not zero")
        self.assertEqual(set(self._opens("K42", window=until(10))), {waiting.id, back.id, gone.id})
        self._play(back, ("03-17 08:00", "delivered"))
        self.assertEqual([self._value("K42", until(day)) for day in (11, 12, 16, 17)], [1, 2, 2, 1], "the past stays")
        self.assertEqual(self._value("K42", until(18), department_id=self.departments[1].id), None)
        self._assert_from_scratch()

    def test_k42_the_count_at_night_agrees(self):
        """Two open, one of them late since Wednesday; flow and count say the same."""
        self._request(("03-09 08:00", "sent"))
        self._request(("03-18 09:00", "sent"))
        self._plain()
        self.assertIsNone(self._value("K42L"), "no night yet: absent")
        self._refresh()
        self._night()
        self.assertEqual(self._value("K42L"), 0.5)
        check = self.env["triangle.recompute"]._open_work_check(WHOLE)
        self.assertEqual((check["identity"], check["flag"]), (0, False))
        self.env.cr.execute("DELETE FROM triangle_fact WHERE measure_id = %s AND day = '2026-03-18'", [
            self.env.ref("triangle_kpis.measure_work_sent").id])
        self.env["triangle.cells"]._rebuild(
            [self.env.ref("triangle_kpis.measure_work_sent").id], {(self.company.id, date(2026, 3, 18))})
        check = self.env["triangle.recompute"]._open_work_check(WHOLE)
        self.assertEqual((check["identity"], check["flag"]), (-1, True), "one event was lost")

    def test_k42_little(self):
        """One a day, open for a day: L = λW = 1. Two that lie about make L = 3, and λW stays 1."""
        first = date(2026, 2, 1)
        for i in range(-1, 30):
            day = first + timedelta(days=i)
            after = day + timedelta(days=1)
            morning = f"{day:%m-%d} 08:00"
            self._request((morning, "sent"), (morning, "accepted"), (f"{after:%m-%d} 08:00", "delivered"))
        window = (first, first + timedelta(days=24))
        self._refresh("work_sent")
        Recompute = self.env["triangle.recompute"]
        self.assertAlmostEqual(Recompute._open_work_check(window)["little"], 0)
        self.assertIsNone(Recompute._open_work_check((first, first + timedelta(days=9)))["little"], "too few days")
        for _i in range(2):
            self._request(("01-20 08:00", "sent"))
        self._refresh("work_sent")
        check = Recompute._open_work_check(window)
        self.assertAlmostEqual(check["little"], 2 / 3)
        self.assertTrue(check["flag"])

    def _approval(self, **vals):
        handoff = self._request(("03-09 08:00", "sent"))
        return self.env["backoffice.approval"].create({
            "name": "Head", "handoff_id": handoff.id, "company_id": self.company.id, "asked_by_id": self.agent.id,
            "department_id": self.departments[0].id, "asked_at": at("03-09 08:00"), **vals})

    def test_k43_time_until_decided(self):
        yes = self._approval(state="approved", decided_at=at("03-10 08:00"), waited_hours=4)
        no = self._approval(state="declined", decided_at=at("03-11 08:00"), waited_hours=8)
        self._approval(state="dropped")
        asked = self._approval(state="asked")
        fresh = self._approval(state="asked", asked_at=at("03-18 08:00"))
        kpi, values = self._values("K43")
        self.assertEqual((values["approval_wait_sum"], values["approval_wait_n"]), (240 + 480, 2))
        self.assertEqual(self._value("K43"), 240 + 0.8 * 240, "rank 1.8 of 2: 0.8 of the way from 240 to 480")
        self.assertEqual(set(self._opens("K43")), {yes.id, no.id})
        self.assertEqual(self._value("K43R"), 0.5)
        self._night()
        self.assertEqual(self._value("K43P"), 0.5)
        self.assertEqual(set(self._opens("K43P", "all")), {asked.id, fresh.id})
        asked.write({"state": "approved", "decided_at": at("03-18 09:00"), "waited_hours": 50})
        self.assertEqual(self._values("K43")[1]["approval_wait_n"], 3)
        self.assertEqual(self._value("K43P"), 0.5, "the night that was counted stays")

    def test_k46_told_both_ways(self):
        """The second was sent an hour before the evening: a word next morning is three working hours later."""
        def told(ack, feedback, **more):
            request = self._plain(**more)
            request.write({"ack_note_at": ack and at(ack), "feedback_note_at": feedback and at(feedback)})
            return request

        quick = told("03-09 09:00", "03-09 10:30")
        evening = told("03-10 09:00", "03-10 10:00", sent="03-09 15:00", ready="03-10 10:00", confirmed="03-10 11:00")
        slow = told("03-09 14:30", "03-09 15:00", ready="03-09 15:00", confirmed="03-09 16:00")  # 5.5 working hours
        silent = told("03-09 09:00", None)
        after = told("03-09 09:00", "03-09 12:00")  # confirmed at 11:00, before the outcome was told
        told("03-09 09:00", None, source="import")
        self.assertEqual(self._of("handoff_told"), (2, 5))
        self.assertEqual(set(self._opens("K46", "num")), {quick.id, evening.id})
        self.assertEqual(set(self._opens("K46", "miss")), {slow.id, silent.id, after.id})
        self.assertEqual(self._of("loop_outcome"), (3, 5), "told in time, whenever the first word came")
        silent.feedback_note_at = at("03-09 10:30")
        self.assertEqual(self._of("handoff_told"), (3, 5))
        self._assert_from_scratch()

    def test_k48_by_itself(self):
        auto = self._plain(auto_created=True)
        self._play(auto, ("03-09 12:00", "reopened"))
        by_rule = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 10:00", "delivered"),
            ("03-11 10:00", "confirmed", {"auto": True}), auto_created=True)
        touched = self._request(("03-09 08:00", "sent"), auto_created=True)
        touched._record("accepted", at=at("03-09 09:00"), actor=lambda _request: self.clerk.id)
        self._play(touched, ("03-09 10:00", "delivered"), ("03-11 10:00", "confirmed", {"auto": True}))
        by_hand = self._plain()
        self.assertEqual(self._of("handoff_untouched"), (1, 3))
        self.assertEqual(self._opens("K48", "num"), by_rule.ids)
        self.assertEqual(set(self._opens("K48A", "num")), {by_rule.id, touched.id})
        self.assertEqual(self._opens("K48A", "miss"), by_hand.ids)

    def test_words_in_both_directions(self):
        """Twenty from who asked, ten from the department: 2 × 10 of 30."""
        request = self._plain()
        for user, count in ((self.agent, 20), (self.clerk, 9)):
            for i in range(count):
                request.message_post(body=f"Word {i}", author_id=user.partner_id.id, message_type="comment")
        self.assertIsNone(self._value("K46R"), "29 say nothing")
        request.message_post(body="Last word", author_id=self.clerk.partner_id.id, message_type="comment")
        self.assertAlmostEqual(self._value("K46R"), 20 / 30)
