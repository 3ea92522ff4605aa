from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestPurchases(BackOfficeCase):
    """A request that is bought waits for the vendor's date and is ready with the last receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, install_demo=False)
        cls.refund.makes_rfq = True
        cls.banker.group_ids = [Command.link(cls.env.ref("purchase.group_purchase_user").id)]
        cls.buyer = cls._person("bea", "purchase.group_purchase_user")
        cls.keeper = cls._person("karl", "stock.group_stock_user")
        cls.vendor = cls.env["res.partner"].create({"name": "Pumps Ltd"})
        cls.pump = cls.env["product.product"].create({"name": "Pump", "is_storable": True, "taxes_id": False})
        cls.advice = cls.env["product.product"].create({"name": "Advice", "type": "service"})
        cls.soon = fields.Datetime.now().replace(microsecond=0) + timedelta(days=9)

    @classmethod
    def _person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC")

    def _asked(self):
        request = self._handoff(service_id=self.refund.id)
        request.with_user(self.agent).action_send()
        return request

    def _order(self, request=None, user=None, product=None, confirm=True, **values):
        order = self.env["purchase.order"].with_user(user or self.banker).create({
            "partner_id": self.vendor.id, "company_id": self.company.id, "date_planned": self.soon,
            "handoff_id": request and request.id, "order_line": [Command.create({
                "product_id": (product or self.pump).id, "product_qty": 4, "price_unit": 5,
                "date_planned": self.soon})], **values})
        if confirm:
            order.button_confirm()
        return order

    def _receive(self, order, quantity=None, rest=True, user=None):
        picking = order.sudo().picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        picking = picking.with_user(user or self.env.user)
        move = picking.move_ids
        move.write({"quantity": quantity or move.product_uom_qty, "picked": True})
        ids = [] if rest else picking.ids
        picking.with_context(skip_backorder=True, picking_ids_not_to_backorder=ids).button_validate()
        return picking

    def test_a_request_becomes_a_request_for_quotation(self):
        request = self._asked()
        action = request.with_user(self.banker).action_make_rfq()
        form = Form(self.env["purchase.order"].with_user(self.banker).with_context(**action["context"]))
        form.partner_id = self.vendor
        order = form.save()
        self.assertEqual((order.handoff_id, order.origin), (request, request.name))
        self.assertEqual((request.state, request.user_id), ("accepted", self.banker))

    def test_the_last_receipt_makes_it_ready(self):
        request = self._asked()
        order = self._order(request)
        self._receive(order, 1)
        self.assertEqual(request.state, "accepted")
        self._receive(order, user=self.keeper)
        self.assertEqual(request.state, "delivered")
        self.assertIn(order.name, request.outcome_note)

    def test_several_orders_all_count(self):
        request = self._asked()
        first, second = self._order(request), self._order(request)
        self._receive(first)
        self.assertEqual(request.state, "accepted")
        self._receive(second)
        self.assertEqual(request.state, "delivered")

    def test_what_was_not_received_in_full_is_for_people(self):
        request = self._asked()
        order = self._order(request)
        self._receive(order, 3, rest=False)
        self.assertEqual(request.state, "accepted")
        self.assertIn("not received in full", request.message_ids[:1].body)

    def test_a_service_is_received_by_hand(self):
        request = self._asked()
        order = self._order(request, product=self.advice)
        order.order_line.qty_received = 4
        self.assertEqual(request.state, "delivered")

    def test_goods_sent_back_open_it_again(self):
        request = self._asked()
        picking = self._receive(self._order(request))
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 1, "picked": True})
        back.button_validate()
        self.assertEqual((request.state, request.rework_count), ("in_progress", 1))

    def test_the_date_the_vendor_told_stops_the_clock(self):
        request = self._asked()
        order = self._order(request)
        self.assertEqual(request.state, "accepted", "our own plan is no proof")
        order.action_acknowledge()
        self.assertEqual((request.state, request.waiting_reason), ("paused", "supplier"))
        self.assertFalse(request.due_at, "nothing is due from us while the vendor has it")
        event = request.sudo().event_ids.filtered(lambda e: e.kind == "paused")
        self.assertTrue(event.payload["evidence"])
        self.assertTrue(event.payload.get("proof"), "what the vendor told is written down")
        self.assertEqual(event.payload["until"], self.soon.isoformat())
        self._receive(order)
        self.assertEqual(request.state, "delivered")

    def test_after_the_vendors_day_our_clock_goes_on(self):
        request = self._asked()
        self._order(request).action_acknowledge()
        self.assertLessEqual(request.resume_due_at, self.soon)

    def test_a_date_that_has_passed_stops_nothing(self):
        request = self._asked()
        order = self._order(request)
        order.order_line.date_planned = fields.Datetime.now() - timedelta(days=1)
        order.action_acknowledge()
        self.assertEqual(request.state, "accepted")

    def test_a_cancelled_order_is_waited_for_no_longer(self):
        request = self._asked()
        order = self._order(request)
        order.action_acknowledge()
        order.button_cancel()
        self.assertEqual(request.state, "in_progress")
        self.assertIn("cancelled", request.message_ids[:1].body)

    def test_only_the_department_buys_for_a_request(self):
        request = self._asked()
        with self.assertRaises(AccessError):
            self._order(request, user=self.buyer)
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).action_make_rfq()
        self.assertEqual(request.state, "sent")

    def test_buying_without_us_is_as_it_was(self):
        def buy():
            order = self._order(user=self.buyer)
            order.action_acknowledge()
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            picking = self._receive(order, user=self.keeper)
            self.env.flush_all()
            self.assertEqual((picking.state, order.receipt_status), ("done", "full"))
            return self.env.cr.sql_log_count - start

        buy()
        before = {name: self.env[name].search_count([]) for name in (
            "backoffice.handoff", "frontoffice.promise", "mail.mail", "mail.activity")}
        ours = buy()
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in before})
        Picking = type(self.env["stock.picking"])
        stock = next(c for c in Picking.__mro__ if "purchase_stock" in c.__module__ or "addons.stock." in c.__module__)
        self.patch(Picking, "_action_done", stock._action_done)
        self.assertLessEqual(ours - buy(), 3)

    def test_look_back_reads_received_orders(self):
        late = self._order(user=self.buyer)
        self._receive(late, 1)
        self._receive(late)
        open_one = self._order(user=self.buyer)
        self.env.flush_all()
        self.env.cr.execute("UPDATE purchase_order SET date_approve = %s, date_planned = %s WHERE id = %s",
                            [self._at("Mon 09:00"), self._at("Wed 17:00"), late.id])
        first, last = late.picking_ids.sorted("id")
        first.date_done, last.date_done = self._at("Tue 10:00"), self._at("Fri 10:00")
        self.env.invalidate_all()
        self.assertEqual(late.effective_date, self._at("Tue 10:00"), "stock's arrival is the first one")
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": "2025-12-01"})
        wizard.action_look_back()
        request = self.env["backoffice.handoff"].search([("history_purchase_id", "in", (late | open_one).ids)])
        self.assertEqual((request.history_purchase_id, request.state), (late, "done"))
        self.assertEqual((request.due_at, request.final_at), (self._at("Wed 17:00"), self._at("Fri 10:00")))
        wizard.copy().action_look_back()
        self.assertEqual(self.env["backoffice.handoff"].search_count([("history_purchase_id", "=", late.id)]), 1)

    def test_it_travels_in_the_set_up_file(self):
        section = next(s for s in self.env["frontoffice.setup"]._setup_sections() if s["key"] == "request_types")
        self.assertIn("makes_rfq", section["fields"])

    def test_what_was_bought_is_part_of_its_cost(self):
        """Two pumps of an order in force, at the rate of the order; a draft and a cancelled one cost nothing."""
        self.refund.write({"cost_fixed": 10})
        self.banker.group_ids = [Command.link(self.env.ref("backoffice_ops.group_head").id)]
        request = self._asked()
        self._order(request, confirm=False)
        self.assertFalse(request.actual_cost)
        abroad = self.env["res.currency"].create({
            "name": "ZZZ", "symbol": "z", "rate_ids": [Command.create({"rate": 2, "name": "2020-01-01"})]})
        order = self._order(request)
        dear = self._order(request, currency_id=abroad.id)
        self.assertEqual(request.actual_cost, 20 + 10)
        dear.button_cancel()
        self.assertEqual(request.actual_cost, 20)
        request.with_user(self.banker).action_deliver("There")
        self.assertEqual(request.actual_cost, 20 + 10)
        request.invalidate_recordset()
        self.assertIn(order.name, request.with_user(self.banker).cost_words)
