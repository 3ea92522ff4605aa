from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install")
class TestOrders(OrderCase):
    """Orders ask the departments they need by themselves; without a rule nothing happens."""

    def test_without_a_rule_an_order_asks_nobody(self):
        self.company.after_sales_plan_id = False  # the call after a delivery is the front office's
        # one order and one delivery before, so that caches are warm for both
        self._ship(self._confirmed(due=False, user=self.seller), "Tue 09:00", user=self.keeper)
        before = {name: self.env[name].search_count([]) for name in (
            "backoffice.handoff", "frontoffice.promise", "mail.mail", "mail.activity")}
        order = self._confirmed(due=False, user=self.seller)
        self._ship(order, "Tue 09:00", user=self.keeper)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(order.state, "sale")
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(order.delivery_status, "full")
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in before})

    def test_confirming_costs_a_few_queries_at_most(self):
        def queries(order):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            order.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        queries(self._order())
        ours = queries(self._order())
        model = type(self.env["sale.order"])
        self.patch(model, "_ask_departments", lambda orders: None)
        self.patch(model, "_promise_delivery", lambda orders: None)
        self.assertLessEqual(ours - queries(self._order()), 3)

    def test_every_order_asks_once(self):
        self.refund.order_rule = "all"
        order = self._confirmed()
        request = self._requests(order)
        self.assertEqual((request.service_id, request.state), (self.refund, "sent"))
        self.assertEqual((request.from_user_id, request.partner_id), (self.seller, self.customer))
        self.assertTrue(request.auto_created)
        order._ask_departments()
        self.assertEqual(len(self._requests(order)), 1)

    def test_only_orders_with_these_products_ask(self):
        self.refund.write({"order_rule": "some", "order_product_ids": [
            Command.link(self.pump.product_tmpl_id.id)]})
        self.assertFalse(self._requests(self._confirmed()))
        self.assertEqual(len(self._requests(self._confirmed((self.pump, 1), (self.boiler, 1)))), 1)

    def test_a_category_stands_for_everything_below_it(self):
        self.refund.write({"order_rule": "some", "order_category_ids": [Command.link(self.category.id)]})
        self.assertEqual(len(self._requests(self._confirmed())), 1)
        self.assertFalse(self._requests(self._confirmed((self.pump, 1))))

    def test_a_line_added_later_asks_too(self):
        self.refund.write({"order_rule": "some", "order_product_ids": [
            Command.link(self.pump.product_tmpl_id.id)]})
        order = self._confirmed()
        order.order_line = [Command.create({"product_id": self.pump.id, "product_uom_qty": 1})]
        self.assertEqual(len(self._requests(order)), 1)

    def test_a_request_that_needs_answers_waits_as_a_draft(self):
        self.service.order_rule = "all"  # needs a serial number
        request = self._requests(self._confirmed())
        self.assertEqual(request.state, "draft")

    def test_a_department_without_working_hours_stops_no_order(self):
        self.refund.write({"order_rule": "all", "calendar_id": self.env["resource.calendar"].create(
            {"name": "Never", "company_id": self.company.id, "attendance_ids": [Command.clear()]}).id})
        order = self._confirmed()
        self.assertEqual((order.state, self._requests(order).state), ("sale", "draft"))
        self.assertIn("working hours", self._requests(order).message_ids[:1].body)

    def test_a_cancelled_order_takes_its_requests_back(self):
        (self.refund | self.service).order_rule = "all"
        order = self._confirmed()
        order._action_cancel()
        self.assertEqual(set(self._requests(order).mapped("state")), {"cancelled"})

    def test_what_is_ready_stays_when_the_order_is_cancelled(self):
        self.refund.order_rule = "all"
        order = self._confirmed()
        request = self._requests(order)
        request._follow_done("Ready")
        order._action_cancel()
        self.assertEqual(request.state, "delivered")

    def test_the_request_stands_behind_the_delivery_date(self):
        self.refund.order_rule = "all"
        order = self._confirmed()
        promise = self._promise_of(order)
        self.assertTrue(promise.linked)
        self.assertFalse(promise.enabled_at)
        with self._now("Tue 09:00"):
            self._requests(order)._follow_done("Ready")
        self.assertEqual(promise.enabled_at, self._at("Tue 09:00"))

    def test_rules_of_another_company_are_not_ours(self):
        department = self.env["hr.department"].create({"name": "Parts", "company_id": self.other_company.id})
        self.env["backoffice.service"].create({
            "name": "Theirs", "department_id": department.id, "company_id": self.other_company.id,
            "order_rule": "all"})
        self.assertFalse(self._requests(self._confirmed()))

    def test_a_seller_without_our_groups_confirms_and_cancels(self):
        self.refund.order_rule = "all"
        order = self._order((self.training, 1), user=self.seller, user_id=False)
        order.action_confirm()
        self.assertEqual(self._requests(order).from_user_id, self.seller)
        self.assertEqual(self._requests(order).state, "sent")
        self._requests(order).from_user_id = self.agent  # not the seller's any more
        self.env.flush_all()
        self.env.invalidate_all()
        order.with_user(self.seller)._action_cancel()
        self.assertEqual(self._requests(order).state, "cancelled")

    def test_a_customer_who_confirms_on_the_portal_is_not_who_asks(self):
        self.refund.order_rule = "all"
        order = self._order(user_id=False)
        order.with_user(self.portal).sudo().action_confirm()
        self.assertEqual((self._requests(order).state, self._requests(order).from_user_id.id), ("sent", False))

    def test_price_deviation_compares_the_price_not_the_progress(self):
        order = self._confirmed((self.boiler, 2), (self.pump, 1))
        right = order._create_invoices()
        right.action_post()
        self.assertEqual((right.service_ordered_amount, right.service_price_deviation), (250.0, 0.0))
        order = self._confirmed((self.boiler, 2))
        wrong = order._create_invoices()
        wrong.invoice_line_ids.price_unit = 110
        wrong.action_post()
        self.assertAlmostEqual(wrong.service_price_deviation, 0.1)
        self.assertEqual(wrong.service_ordered_amount, 200.0)

    def _credit(self, invoice):
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.action_post()
        return refund

    def test_a_credit_note_corrects_the_invoice_goods_that_came_back_do_not(self):
        order = self._confirmed()
        invoice = order._create_invoices()
        invoice.action_post()
        self._credit(invoice)
        self.assertTrue(invoice.service_corrected_on)
        order = self._confirmed()
        picking = self._ship(order, "Tue 09:00")
        invoice = order._create_invoices()
        invoice.action_post()
        self._give_back(picking, "Wed 09:00", 2)
        self._credit(invoice)
        self.assertFalse(invoice.service_corrected_on)

    def test_it_travels_in_the_set_up_file(self):
        section = next(s for s in self.env["frontoffice.setup"]._setup_sections() if s["key"] == "request_types")
        self.assertIn("order_rule", section["fields"])
