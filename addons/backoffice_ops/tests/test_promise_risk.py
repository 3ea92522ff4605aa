from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPromiseRisk(BackOfficeCase):
    """Requests that come too late for the promise, and a queue that is longer than usual."""

    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()

    def _asked(self, **values):
        promise = self._promise(due_at=self.now + timedelta(days=5))
        handoff = self._handoff(promise_id=promise.id)
        handoff.action_send()
        self.env.flush_all()
        if values:
            sets = ", ".join(f"{name} = %s" for name in values)
            self.cr.execute(f"UPDATE backoffice_handoff SET {sets} WHERE id = %s", (*values.values(), handoff.id))
            handoff.invalidate_recordset()
        return promise, handoff

    def _forecast(self, promise):
        promise.invalidate_recordset(["will_miss"])
        found = self.env["frontoffice.promise"].search([("will_miss", "=", True), ("id", "=", promise.id)])
        self.assertEqual(bool(found), promise.will_miss)
        return promise.will_miss

    def test_request_in_time_is_no_risk(self):
        promise, _handoff = self._asked(
            due_at=self.now + timedelta(days=2), accept_due_at=self.now + timedelta(hours=4)
        )
        self.assertFalse(self._forecast(promise))

    def test_request_due_after_it_is_needed(self):
        promise, _handoff = self._asked(
            due_at=self.now + timedelta(days=6), accept_due_at=self.now + timedelta(hours=4)
        )
        self.assertTrue(self._forecast(promise))

    def test_request_late_or_not_accepted(self):
        soon = self.now + timedelta(days=2)
        late, _handoff = self._asked(due_at=self.now - timedelta(hours=1), accept_due_at=soon)
        unaccepted, _handoff = self._asked(due_at=soon, accept_due_at=self.now - timedelta(hours=1))
        self.assertTrue(self._forecast(late))
        self.assertTrue(self._forecast(unaccepted))

    def test_new_date_waits_for_the_request(self):
        promise, handoff = self._asked(due_at=self.now + timedelta(days=20), accept_due_at=self.now)
        self.assertGreater(promise._new_safe_date(), handoff.due_at)

    def test_a_longer_queue_makes_the_safe_date_later(self):
        """Promise → department is learned from the latest promises; only the excess over usual counts."""
        promise, handoff = self._asked()
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver("there")
        promise.action_keep()
        self.assertEqual(self.standard._get_queue_delay(self.company), 0, "too little is known")
        self._rows(20, final_at=self.now - timedelta(days=3), worked_hours=6, state="done")
        self.assertEqual(self.standard._get_queue_delay(self.company), 0, "nothing waits")
        self._rows(21, final_at=None, worked_hours=0, state="sent")
        hours = self.calendar._count_seconds([(self.now - timedelta(weeks=4), self.now)])[0] / 3600
        usual = (20 * 6 + handoff.worked_hours) / 21
        self.assertAlmostEqual(self.standard._get_queue_delay(self.company), hours - usual, delta=0.1)
        before = self.standard.hours
        self.assertAlmostEqual(self.standard._safe(self.company)["hours"], before + hours - usual, delta=0.1)
        self.assertEqual(self.standard._get_queue_delay(self.other_company), 0, "another company's queue")

    def _rows(self, count, **values):
        for number in range(count):
            handoff = self._handoff(subject=f"Pump {number}", source="history")
            self.env.flush_all()
            sets = ", ".join(f"{name} = %s" for name in values)
            self.cr.execute(f"UPDATE backoffice_handoff SET {sets} WHERE id = %s", (*values.values(), handoff.id))
        self.env.invalidate_all()
