from odoo.tests import tagged

from .test_otif import DeliveryCase


@tagged("post_install", "-at_install")
class TestDeliveriesOfThePast(DeliveryCase):
    """Look back: what orders told, what the warehouse was asked, and what was possible, as known then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.auto_promises = False  # as if we had not been there

    def _as_before(self, orders):
        """Take away what we would have noted: these orders are older than we are."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET service_due_at = NULL, service_delivered_at = NULL, service_in_full = NULL"
            " WHERE id = ANY(%s)", [orders.ids])
        self.env.invalidate_all()

    def _look_back(self):
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": "2025-12-01"})
        wizard.action_look_back()
        return wizard

    def _requests(self, orders):
        return self.env["backoffice.handoff"].search([("sale_order_id", "in", orders.ids)], order="id")

    def test_deliveries_become_requests_and_orders_know_their_past(self):
        kept, late, short = (self._confirmed() for _n in range(3))
        self._ship(kept, "Tue 10:00", 1)
        self._ship(kept, "Wed 10:00")
        self._ship(late, "Tue 10:00", 1)
        self._ship(late, "+1 Mon 10:00")
        self._ship(short, "Tue 10:00", 1, rest=False)
        orders = kept | late | short
        self._as_before(orders)
        wizard = self._look_back()
        self.assertIn("5 deliveries", wizard.found)
        self.assertEqual(orders.mapped("service_due_at"), [self._at("Fri 17:00")] * 3)
        self.assertEqual(
            orders.mapped("service_delivered_at"), [self._at("Wed 10:00"), self._at("+1 Mon 10:00"), False])
        requests = self._requests(orders)
        self.assertEqual(len(requests), 5)
        self.assertEqual(set(requests.mapped("state")), {"done"})
        self.assertEqual(
            requests.sorted("final_at").mapped("final_at"),
            [self._at("Tue 10:00")] * 3 + [self._at("Wed 10:00"), self._at("+1 Mon 10:00")])
        self.assertEqual(requests.mapped("due_at"), [self._at("Fri 17:00")] * 5)
        promises = requests.promise_id
        self.assertEqual(len(promises), 3)
        moments = {promise.sale_order_id: promise.enabled_at for promise in promises}
        self.assertEqual(moments, {
            kept: self._at("Wed 10:00"), late: self._at("+1 Mon 10:00"), short: self._at("Tue 10:00")})
        self.assertFalse(promises._ledger_verify() | self.env["frontoffice.promise"])
        self._look_back()
        self.assertEqual(len(self._requests(orders)), 5, "once")
        wizard.batch_id.with_user(self.manager).action_remove()
        self.assertFalse(self._requests(orders))

    def test_what_was_possible_is_what_had_been_done_by_then(self):
        """Thirty deliveries of a day each; then one promised in an hour, one in two days, and nothing before the 30."""
        first = [self._confirmed(when="Mon 09:00", due="Wed 17:00") for _i in range(30)]
        for order in first:
            self._ship(order, "Tue 09:00")
        tight = self._confirmed(when="Thu 09:00", due="Thu 10:00")
        roomy = self._confirmed(when="Thu 09:30", due="Fri 17:00")
        for order in (tight, roomy):
            self._ship(order, "Thu 09:45")
        orders = tight | roomy | self.env["sale.order"].browse([order.id for order in first])
        self._as_before(orders)
        self._look_back()
        promises = self._promise_of(tight), self._promise_of(roomy), self._promise_of(first[0])
        self.assertEqual([promise.realistic for promise in promises], ["no", "yes", "unknown"])
        calendar = promises[0].standard_id._calendar(self.company)
        day = calendar._count_seconds([(self._at("Mon 09:00"), self._at("Tue 09:00"))])[0] / 3600
        self.assertAlmostEqual(promises[0].capability_hours, day)
        self.assertEqual(promises[2].capability_hours, 0)
