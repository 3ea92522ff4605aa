from odoo.fields import Datetime
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalPains(ApprovalCase):
    """Approvals that stick: step two never starts, the substitute is not told, nobody knows who waits."""

    def test_pain_25_step_two_always_starts(self):
        """Also when the one who decides step two has left between the two."""
        request = self._ask(1500)
        first, second = self._steps(request)
        self.chief.active = False
        self._decide(self.head, first)
        self.assertEqual((second.state, second.seat_ids.substitute_id), ("asked", self.director))
        self._decide(self.director, second)
        self.assertEqual(second.seat_ids.acting_for_id, self.chief)

    def test_pain_25_substitute_is_told_and_delegation_is_traceable(self):
        self._leave(self.head_employee)
        request = self._ask()
        seat = request.approval_ids.seat_ids
        self.assertEqual((seat.user_id, seat.substitute_id, seat.substitute_why), (self.head, self.director, "leave"))
        told = request.approval_ids.activity_ids
        self.assertEqual(told.user_id, self.head | self.director, "both are told")
        self.assertIn("Tomas", told.filtered(lambda a: a.user_id == self.director).summary)
        self._decide(self.director, request.approval_ids)
        self.assertEqual((seat.decided_by_id, seat.acting_for_id), (self.director, self.head))
        self.assertEqual(seat.label, "Omar for Tomas")
        note = request.approval_ids.activity_ids
        self.assertEqual((note.user_id, "Omar decided for you" in note.summary), (self.head, True))

    def test_pain_25_leave_that_begins_later(self):
        request = self._ask()
        self.assertFalse(request.approval_ids.seat_ids.substitute_id)
        self._leave(self.head_employee)
        self.assertEqual(self.env["backoffice.approval"]._look_for_stand_ins(), 1)
        self.assertEqual(request.approval_ids.seat_ids.substitute_id, self.director)
        self.assertEqual(request.approval_ids.activity_ids.user_id, self.head | self.director)

    def test_pain_25_named_in_one_field(self):
        lena = self._clerk("lena", self.finance)
        self.head.write({
            "backoffice_substitute_id": lena.id, "backoffice_substitute_until": Datetime.add(Datetime.now(), days=1),
        })
        seat = self._ask().approval_ids.seat_ids
        self.assertEqual((seat.substitute_id, seat.substitute_why), (lena, "named"))
        own = self._ask(from_user_id=lena.id).approval_ids.seat_ids
        self.assertEqual(own.substitute_id, self.director, "nobody stands in for a question of their own")

    def test_pain_25_wait_is_shown_in_words(self):
        request = self._ask()
        item = self.env["backoffice.work"].with_user(self.banker).item(request.id)
        self.assertEqual(item["waits_for"], "Tomas")
        self.assertTrue(request.waits_for_approval)
        self.assertIn(request, self.env["backoffice.handoff"].search([("waits_for_approval", "=", True)]))
