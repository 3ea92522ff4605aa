from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.frontoffice_crm.tests.common import FrontOfficeCase

MONDAY = fields.Datetime.to_datetime("2026-03-02 10:00:00")


@tagged("post_install", "-at_install")
class TestSale(FrontOfficeCase):
    """An order promises a quotation and a delivery date, and its number finds the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "lukas.sale", "frontoffice_crm.group_agent,sales_team.group_sale_salesman",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )
        cls.product = cls.env["product.product"].create({"name": "Boiler", "type": "service", "list_price": 100})
        cls.lead = cls.env["crm.lead"].create({
            "name": "New heating", "type": "opportunity", "partner_id": cls.customer.id, "company_id": cls.company.id,
            "user_id": cls.seller.id,
        })

    def _clock(self, now):
        return patch("odoo.fields.Datetime.now", lambda: now)

    def _order(self, **values):
        return self.env["sale.order"].create({
            "partner_id": self.customer.id, "company_id": self.company.id, "user_id": self.seller.id,
            "opportunity_id": self.lead.id,
            "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 2})], **values,
        })

    def test_who_is_no_agent_reads_orders_as_ever(self):
        order = self._order()
        plain = new_test_user(
            self.env, "plain.sale", "sales_team.group_sale_salesman_all_leads", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        values = order.with_user(plain).read()[0]
        self.assertNotIn("service_promise_ids", values)
        self.assertIn("service_promise_ids", order.with_user(self.seller).read()[0])

    def _promises(self, order):
        return self.env["frontoffice.promise"].search([("sale_order_id", "=", order.id)])

    def test_a_quotation_is_waited_for_until_it_is_sent(self):
        with self._clock(MONDAY):
            order = self._order()
        promise = self._promises(order)
        self.assertEqual((promise.origin_kind, promise.state, promise.lead_id), ("auto", "made", self.lead))
        self.assertEqual(promise.due_at, MONDAY + timedelta(days=2), "16 working hours")
        with self._clock(MONDAY + timedelta(hours=5)):
            order.action_quotation_sent()
        self.assertEqual(promise.state, "kept")

    def test_an_order_nobody_asked_a_quotation_for_promises_none(self):
        self.assertFalse(self._promises(self._order(opportunity_id=False)))

    def _confirmed(self, days=5):
        with self._clock(MONDAY):
            order = self._order(opportunity_id=False, commitment_date=MONDAY + timedelta(days=days))
            order.action_confirm()
        return order

    def test_the_delivery_date_is_kept_by_the_last_delivery(self):
        order = self._confirmed()
        promise = self._promises(order)
        self.assertEqual(promise.due_at, MONDAY + timedelta(days=5))
        with self._clock(MONDAY + timedelta(days=2)):
            order.order_line.qty_delivered = 1
        self.assertEqual(promise.state, "made", "half is not all")
        with self._clock(MONDAY + timedelta(days=3)):
            order.order_line.qty_delivered = 2
        self.assertEqual((promise.state, promise.fulfilled_at), ("kept", MONDAY + timedelta(days=3)))

    def test_our_own_new_date_makes_nothing_punctual(self):
        order = self._confirmed(days=2)
        promise = self._promises(order)
        with self._clock(MONDAY + timedelta(days=1)):
            order.commitment_date = MONDAY + timedelta(days=9)
        told = (MONDAY + timedelta(days=2), MONDAY + timedelta(days=9))
        self.assertEqual((promise.due_at, promise.revised_due_at), told)
        with self._clock(MONDAY + timedelta(days=4)):
            order.order_line.qty_delivered = 2
        self.assertEqual(promise.state, "late")

    def test_a_cancelled_order_promises_nothing(self):
        order = self._confirmed()
        with self._clock(MONDAY + timedelta(days=1)):
            order._action_cancel()
        self.assertEqual(self._promises(order).state, "withdrawn")

    def test_somebody_calls_after_the_delivery_once(self):
        order = self._confirmed()
        with self._clock(MONDAY + timedelta(days=3)):
            order.order_line.qty_delivered = 2
            order.order_line.qty_delivered = 3
        todo = order.activity_ids.filtered(lambda a: "as promised" in (a.summary or ""))
        self.assertEqual((len(todo), todo.user_id), (1, self.seller))
        self.assertEqual((todo.date_deadline - fields.Date.context_today(order)).days, 3)

    def test_without_the_setting_nobody_calls(self):
        self.company.after_sales_plan_id = False
        order = self._confirmed()
        order.order_line.qty_delivered = 2
        self.assertFalse(order.activity_ids)

    def test_switched_off_automatic_promises_are_not_made(self):
        self.company.auto_promises = False
        self.assertFalse(self._promises(self._confirmed()))

    def test_an_order_number_finds_the_customer_without_rights_on_orders(self):
        order = self._order()
        hits = self.env["frontoffice.desk"].with_user(self.agent).find(order.name)
        self.assertEqual(hits[0]["id"], self.customer.id)
        self.assertFalse(self.env["frontoffice.desk"].with_user(self.agent)._find_order_hits("%"))

    def test_orders_are_in_the_history_for_who_may_see_them(self):
        self._order()
        Timeline = self.env["frontoffice.timeline"]
        codes = [line["source"] for line in Timeline.with_user(self.seller).page(self.customer.id)["lines"]]
        self.assertIn("order", codes)
        codes = [line["source"] for line in Timeline.with_user(self.agent).page(self.customer.id)["lines"]]
        self.assertNotIn("order", codes)

    def test_the_date_that_was_told_is_in_the_history(self):
        order = self._confirmed()
        self._case()  # promises a first answer by itself, which nobody told
        lines = self.env["frontoffice.timeline"].with_user(self.agent).page(self.customer.id, only=["promise"])["lines"]
        self.assertEqual([line["id"] for line in lines], self._promises(order).ids)

    def test_a_quotation_shows_what_is_advertised(self):
        """The claims of its campaign and of our quotations, running and of its company, with their badge in words."""
        advert, other = self.env["utm.campaign"].create([{"title": "In 24 hours"}, {"title": "Spring"}])
        Claim = self.env["frontoffice.claim"]
        base = {"standard_id": self.standard.id, "company_id": self.company.id, "place": "ad"}
        door, _other, quote, stopped = Claim.create([
            {**base, "name": "Engineer in 24 hours", "campaign_id": advert.id},
            {**base, "name": "Cheaper in spring", "campaign_id": other.id},
            {**base, "name": "Answer in a day", "place": "quote"},
            {**base, "name": "Free tea", "place": "quote"},
        ])
        stopped.action_stop()
        door.sudo().write({"status": "untrue", "kept": 19, "of": 31})
        order = self.env["sale.order"].create({
            "partner_id": self.customer.id, "campaign_id": advert.id, "company_id": self.company.id,
        }).with_user(self.seller)
        self.assertEqual(order.service_claim_ids, door | quote)
        self.assertEqual(
            sorted(order.service_claim_ids.with_context(claim_badge=True).mapped("display_name")),
            ["Answer in a day – Unproven", "Engineer in 24 hours – Untrue, kept 19 of 31"])
        self.assertEqual(door.badge_color, 1)
        self.assertEqual(advert.with_user(self.seller).claim_ids, door)
        order.sudo().campaign_id = False
        self.assertEqual(order.service_claim_ids, quote)
