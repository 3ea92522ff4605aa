from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestLookBack(OrderCase):
    """Orders of the past become promises decided by their last delivery, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.auto_promises = False  # as if we had not been there

    def _look_back(self):
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": "2025-12-01"}
        )
        wizard.action_look_back()
        return wizard

    def test_orders_of_the_past_are_judged_by_their_last_delivery(self):
        kept, late, short, never = (self._confirmed() for _n in range(4))
        self._ship(kept, "Tue 10:00", 1)
        self._ship(kept, "Wed 10:00")
        self._ship(late, "Tue 10:00", 1)
        self._ship(late, "+1 Mon 10:00")
        self._ship(short, "Tue 10:00", 1, rest=False)
        self._confirmed(due=False)
        self._confirmed(when="Mon 09:00", due="Mon 08:00")  # told a date that had passed: says nothing
        ahead = self._order(commitment_date=fields.Datetime.now() + timedelta(days=9))
        ahead.action_confirm()
        mails = self.env["mail.mail"].search_count([])
        wizard = self._look_back()
        states = {order: self._promise_of(order).state for order in (kept, late, short, never)}
        self.assertEqual(states, {kept: "kept", late: "late", short: "broken", never: "broken"})
        self.assertEqual(self._promise_of(kept).fulfilled_at, self._at("Wed 10:00"))
        self.assertFalse(self._promise_of(ahead), "what still runs belongs to the people at work")
        self.assertEqual(wizard.batch_id.summary["promises"], 4)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "nothing is sent")
        self._look_back()
        self.assertEqual(len(self._promise_of(kept)), 1)

    def test_the_batch_goes_whole(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00")
        wizard = self._look_back()
        wizard.batch_id.with_user(self.manager).action_remove()
        self.assertFalse(self._promise_of(order))
        self.assertTrue(order.exists())
