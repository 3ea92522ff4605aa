from datetime import date

from odoo.tests import tagged

from .back_common import BackCase, at
from .common import NOW

PROOF = {"reason": "supplier", "evidence": True}


@tagged("post_install", "-at_install")
class TestKpiBackEdge(BackCase):
    """The figures that carry the inner side; every right answer is worked out by hand."""

    def test_k38_on_time(self):
        """16 working hours from Monday 8:00 UTC (9:00 there) end on Wednesday 8:00 UTC."""
        self._plain()
        late = self._plain(ready="03-11 08:01", confirmed="03-11 09:00")
        never = self._request(("03-09 08:00", "sent"))
        gone = self._request(("03-09 08:00", "sent"), ("03-10 08:00", "cancelled"))
        too_late = self._request(("03-09 08:00", "sent"), ("03-12 08:00", "cancelled"))
        again = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-10 08:00", "delivered"),
            ("03-11 07:00", "rejected"), ("03-11 09:00", "delivered"))
        young = self._request(("03-18 09:00", "sent"))
        self.assertEqual(self._of("handoff_sla"), (1, 5), "in time: one; late, never, taken back late, refused: four")
        self.assertEqual(self._value("K38"), 0.2)
        self.assertEqual(set(self._opens("K38", "miss")), {late.id, never.id, too_late.id, again.id})
        self.assertFalse({gone.id, young.id} & set(self._opens("K38")))
        due_day = (date(2026, 3, 11), date(2026, 3, 11))
        self.assertEqual(self._of("handoff_sla", due_day), (1, 5), "on the day it is due")
        self._play(never, ("03-18 09:00", "cancelled"))
        self.assertEqual(self._of("handoff_sla"), (1, 5), "taken back after its time: still late")
        self._assert_from_scratch()

    def test_k38_waiting_with_proof_moves_the_time(self):
        """Four hours used, then a day of proven waiting: due a day later, and done by then."""
        request = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 13:00", "paused", PROOF),
            ("03-10 13:00", "resumed"), ("03-12 07:30", "delivered"))
        self.assertEqual(request.due_at, at("03-12 08:00"))
        self.assertEqual(self._of("handoff_sla"), (1, 1))

    def test_k38_waiting_does_not_undo_a_miss(self):
        """Due Wednesday 8:00; waiting with proof begins at 10:00 and lasts until it is ready: late on Wednesday."""
        request = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-11 10:00", "paused", PROOF))
        wednesday = (date(2026, 3, 11), date(2026, 3, 11))
        self.assertEqual(self._of("handoff_sla", wednesday), (0, 1), "late although its clock stands still")
        self._play(request, ("03-13 10:00", "delivered"), ("03-13 11:00", "confirmed"))
        self.assertEqual((self._of("handoff_sla", wednesday), self._of("handoff_sla")), ((0, 1), (0, 1)))
        self._assert_from_scratch()

    def test_k40_right_first_time(self):
        right = self._plain()
        returned = self._request(
            ("03-09 08:00", "sent"), ("03-09 09:00", "returned", {"fault": "sender", "reasons": []}),
            ("03-09 10:00", "resent"), ("03-09 10:00", "accepted"), ("03-09 11:00", "delivered"),
            ("03-09 12:00", "confirmed"))
        refused = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"),
            ("03-09 10:00", "rejected"), ("03-10 11:00", "delivered"), ("03-10 12:00", "confirmed"))
        open_one = self._request(("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"))
        self.assertEqual(self._of("handoff_right"), (1, 3))
        self.assertEqual(set(self._opens("K40", "miss")), {returned.id, refused.id})
        self.assertEqual(self._opens("K40", "num"), right.ids)
        self._play(open_one, ("03-09 10:00", "confirmed"))
        self.assertEqual(self._of("handoff_right"), (2, 4))
        self._play(right, ("03-17 10:00", "reopened"))
        self.assertEqual(self._of("handoff_right"), (1, 3), "opened again: not accepted any more")
        self._assert_from_scratch()

    def test_k40_done_again_and_through_every_department(self):
        """Two hours of hands-on work: once, and three times. 2 × 2 of 2 + 6 hours were done again."""
        self.service.touch_hours = 2
        self._plain()
        self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"),
            ("03-09 10:00", "rejected"), ("03-09 11:00", "delivered"), ("03-09 12:00", "rejected"),
            ("03-10 09:00", "delivered"), ("03-10 10:00", "confirmed"))
        self.assertEqual(self._value("K40R"), 4 / 8)
        self.assertIsNone(self._value("K40Y"), "one department, two requests")
        for _i in range(3):
            self._plain()
        for _i in range(4):
            self._plain(service_id=self.services[1].id)
        self.assertIsNone(self._value("K40Y"), "four requests are no stage")
        self._plain(service_id=self.services[1].id)
        self.assertAlmostEqual(self._value("K40Y"), 4 / 5 * 1, msg="four of five in one, all in the other")
        self.assertEqual(self._value("K40R"), 4 / 14, "the other department did not say how long its work takes")

    def test_k45_complete_when_sent(self):
        complete = self._plain()
        asked = self._plain()
        later = self._plain()
        missing = self._plain()
        self._plain(source="import")
        missing.required_ok_at_send = False
        self._at(at("03-09 14:00"))
        asked.clarifications += 1
        self._at(at("03-11 08:00"))  # two days and 16 working hours after it was sent
        later.clarifications += 1
        self._at(NOW)
        self.assertEqual(asked.clarified_at, at("03-09 14:00"))
        self.assertEqual(self._of("handoff_complete"), (2, 4))
        self.assertEqual(set(self._opens("K45", "num")), {complete.id, later.id})
        self.assertEqual(set(self._opens("K45", "miss")), {asked.id, missing.id})
        later.clarifications += 1
        self.assertEqual(later.clarified_at, at("03-11 08:00"), "the first question counts")
        self._assert_from_scratch()

    def test_k45_the_first_working_day_counts_working_hours(self):
        """Sent Friday 15:00, asked Monday 9:00: 66 hours on the wall, three of work."""
        request = self._request(("03-13 15:00", "sent"))
        self._at(at("03-16 09:00"))
        request.clarifications += 1
        self._at(NOW)
        self.assertEqual(self._of("handoff_complete"), (0, 1))

    def test_k47_as_agreed(self):
        """Steps: 4 normal; 4 and a refusal and another result; silence instead of a word; 1 of 2 boxes ticked."""
        normal = self._plain()
        refused = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"),
            ("03-09 10:00", "rejected"), ("03-10 11:00", "delivered"), ("03-10 12:00", "confirmed"))
        silent = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "delivered"),
            ("03-11 10:00", "confirmed", {"auto": True}))
        boxes = self._plain()
        self.env["backoffice.checklist.line"].create([
            {"handoff_id": boxes.id, "company_id": self.company.id, "name": name, "required": True, "done": done,
             "done_at": done and at("03-09 09:00")} for name, done in (("Label", True), ("Weigh", False))])
        self.env["backoffice.checklist.line"].create(
            {"handoff_id": boxes.id, "company_id": self.company.id, "name": "Photo", "required": False})
        # normal 4 of 4; refused 5 of 6; silent 3 of 3 and one missing; boxes 4 + 1 of 4 + 2
        self.assertEqual(self._of("handoff_path"), (4 + 5 + 3 + 5, 4 + 6 + 4 + 6))
        self.assertEqual(self._value("K47"), 17 / 20)
        self.assertEqual(self._value("K47N"), 1 / 4)
        self.assertEqual(set(self._opens("K47", "miss")), {refused.id, silent.id, boxes.id})
        self.assertEqual(self._opens("K47", "num"), normal.ids)
        boxes_open = self.env["backoffice.checklist.line"].search([("name", "=", "Weigh")])
        boxes_open.write({"done": True})
        self.assertEqual(self._of("handoff_path"), (18, 20), "ticked afterwards")
        self._assert_from_scratch()

    def test_k47_waiting_without_proof_and_what_was_taken_back(self):
        paused = self._request(
            ("03-09 08:00", "sent"), ("03-09 08:00", "accepted"), ("03-09 09:00", "paused", {"reason": "supplier"}),
            ("03-09 10:00", "resumed"), ("03-09 11:00", "delivered"), ("03-09 12:00", "confirmed"))
        self.assertEqual(self._of("handoff_path"), (5, 6))
        paused._undo_last(("confirmed",))
        self.assertEqual(self._of("handoff_path"), (0, 0), "not confirmed, not closed")
        paused._record("confirmed")
        self.assertEqual(self._of("handoff_path"), (5, 6), "a step taken back is none")
        self._plain(source="history")
        self.assertEqual(self._of("handoff_path"), (5, 6))

    def test_k51_within_own_authority(self):
        alone = self._case(resolved_at=at("03-10 09:00"), resolved_level="first_line")
        asked = self._case(resolved_at=at("03-10 09:00"), resolved_level="first_line", needed_approval=True)
        passed_on = self._case(resolved_at=at("03-10 09:00"), resolved_level="escalated")
        self._case(resolved_at=at("03-10 09:00"))  # read from elsewhere: nobody knows who solved it
        self._case()
        merged = self._case(resolved_at=at("03-10 09:00"), resolved_level="first_line", merged_into_id=alone.id)
        self.assertEqual(self._of("case_own"), (1, 3))
        self.assertEqual(set(self._opens("K51", "miss")), {asked.id, passed_on.id})
        self.assertNotIn(merged.id, self._opens("K51"))
        alone.write({"resolved_at": False, "resolved_level": False})
        self.assertEqual(self._of("case_own"), (0, 2), "opened again")
        self._assert_from_scratch()
