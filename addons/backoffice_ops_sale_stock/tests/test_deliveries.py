from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestDeliveries(OrderCase):
    """The last delivery decides whether the date of an order was kept, on time and in full."""

    def _state(self, order):
        return self._promise_of(order).state

    def test_kept_by_the_last_delivery_not_the_first(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)
        self.assertEqual(self._state(order), "made", "half is not all")
        self._ship(order, "Wed 10:00")
        promise = self._promise_of(order)
        self.assertEqual((promise.state, promise.fulfilled_at), ("kept", self._at("Wed 10:00")))
        self.assertEqual((order.service_delivered_at, order.service_in_full), (self._at("Wed 10:00"), True))
        self.assertEqual(order.effective_date, self._at("Tue 10:00"), "stock's own date is the first one")

    def test_the_rest_that_comes_too_late_makes_it_late(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)
        self._ship(order, "+1 Mon 10:00")
        self.assertEqual(self._state(order), "late")

    def test_a_rest_nobody_delivers_breaks_it(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1, rest=False)
        promise = self._promise_of(order)
        self.assertEqual((promise.state, promise.in_full), ("broken", False))
        self.assertFalse(order.service_in_full)

    def test_a_cancelled_backorder_breaks_it_and_its_date_is_no_delivery(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        with self._now("+1 Mon 10:00"):
            rest.action_cancel()
            rest.date_done = self._at("+1 Mon 10:00")  # what stock's help text says of cancelled transfers
        promise = self._promise_of(order)
        self.assertEqual((promise.state, promise.fulfilled_at), ("broken", self._at("Tue 10:00")))

    def test_a_customer_who_wants_less_was_delivered_in_full(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)
        with self._now("Wed 10:00"):
            order.order_line.product_uom_qty = 1
            open_ones = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
            open_ones.action_cancel()
        promise = self._promise_of(order)
        self.assertEqual((promise.state, promise.fulfilled_at), ("kept", self._at("Tue 10:00")))

    def test_a_new_plan_in_the_warehouse_moves_no_promise(self):
        order = self._confirmed()
        with self._now("Tue 09:00"):
            picking = order.picking_ids
            picking.scheduled_date = self._at("+1 Thu 10:00")
            picking.move_ids.date_deadline = self._at("+1 Thu 10:00")
        self._ship(order, "+1 Thu 10:00")
        promise = self._promise_of(order)
        self.assertEqual((promise.due_at, promise.state), (self._at("Fri 17:00"), "late"))
        self.assertEqual(order.service_due_at, self._at("Fri 17:00"))

    def test_the_date_told_never_moves(self):
        order = self._confirmed()
        with self._now("Tue 09:00"):
            order.commitment_date = self._at("+1 Fri 17:00")
        self.assertEqual(order.service_due_at, self._at("Fri 17:00"))

    def test_without_a_delivery_date_the_expected_one_is_kept_in_mind(self):
        order = self._confirmed(due=False)
        self.assertTrue(order.service_due_at)
        self.assertFalse(self._promise_of(order), "nobody told the customer")

    def test_services_on_the_order_do_not_hold_the_goods_up(self):
        order = self._confirmed((self.boiler, 1), (self.training, 1))
        self._ship(order, "Tue 10:00")
        self.assertEqual(self._state(order), "kept")

    def test_picking_and_packing_are_no_delivery(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)  # one of two is picked
        self._ship(order, "Tue 11:00")
        self.assertEqual(self._state(order), "made")
        while order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            self._ship(order, "Wed 10:00")
        self.assertEqual(self._state(order), "kept")

    def test_a_cancelled_order_half_delivered_is_withdrawn(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1)
        order._action_cancel()
        self.assertEqual(self._state(order), "withdrawn")

    def test_goods_that_come_back_because_of_us_break_it(self):
        order = self._confirmed()
        picking = self._ship(order, "Tue 10:00")
        self._give_back(picking, "Thu 10:00", because_of_us=True)
        promise = self._promise_of(order)
        self.assertEqual((promise.state, promise.disputed_at), ("broken", self._at("Thu 10:00")))

    def test_a_change_of_mind_breaks_nothing_until_somebody_says_so(self):
        order = self._confirmed()
        picking = self._ship(order, "Tue 10:00")
        back = self._give_back(picking, "Thu 10:00")
        self.assertEqual(self._state(order), "kept")
        back.because_of_us = True  # found out later
        self.assertEqual(self._state(order), "broken")

    def test_who_complained_gave_it_back_because_of_us(self):
        order = self._confirmed()
        picking = self._ship(order, "Tue 10:00")
        with self._now("Wed 10:00"):
            self._case(type="complaint")
        back = self._give_back(picking, "Thu 10:00")
        self.assertTrue(back.because_of_us)
        self.assertEqual(self._state(order), "broken")

    def test_after_fourteen_days_it_stays_kept(self):
        for days, state in ((14, "broken"), (15, "kept")):
            order = self._confirmed()
            picking = self._ship(order, "Tue 10:00")
            self._give_back(picking, self._at("Tue 10:00") + timedelta(days=days), because_of_us=True)
            self.assertEqual(self._state(order), state, f"{days} days later")

    def test_who_sees_own_orders_alone_ships_those_of_others(self):
        self.keeper.group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        order = self._confirmed()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            order.with_user(self.keeper).check_access("read")
        self._ship(order, "Tue 10:00", user=self.keeper)
        self.assertEqual(self._state(order), "kept")

    def test_the_keeper_ships_and_takes_back_without_our_groups(self):
        order = self._confirmed()
        picking = self._ship(order, "Tue 10:00", user=self.keeper)
        self.assertEqual((picking.state, self._state(order)), ("done", "kept"))
        back = self._give_back(picking.with_user(self.keeper), "Wed 10:00", because_of_us=True)
        self.assertEqual((back.state, self._state(order)), ("done", "broken"))

    def test_deliveries_are_in_the_history_of_the_customer(self):
        order = self._confirmed()
        picking = self._ship(order, "Tue 10:00")
        waits = self._confirmed()
        back = self._give_back(picking, "Wed 10:00")
        Timeline = self.env["frontoffice.timeline"]
        page = {"partner_id": self.customer.id, "only": ["delivery"]}
        keeper = Timeline.with_user(self.keeper)
        pickings = {line["id"] for line in keeper.page(**page)["lines"]}
        self.assertEqual(pickings, {picking.id, back.id})
        self.assertNotIn(waits.picking_ids.id, pickings)
        self.assertEqual(
            [source for source in Timeline.with_user(self.agent).page(**page)["sources"]
             if source["code"] == "delivery"], [], "no right to transfers, no kind")
