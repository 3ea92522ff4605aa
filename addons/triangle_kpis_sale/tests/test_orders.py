from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.triangle_kpis.tests.common import NOW
from odoo.addons.triangle_kpis_account.tests.common import MoneyCase

WEEK = (date(2026, 3, 9), date(2026, 3, 15))


@tagged("post_install", "-at_install")
class TestOrders(MoneyCase):
    """Orders per hour of selling, customers with an order, and the team of an invoice."""

    sources = ("order", "move")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env, "lukas", "sales_team.group_sale_salesman", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.employee = cls.env["hr.employee"].create({
            "name": "Lukas", "user_id": cls.seller.id, "company_id": cls.company.id,
            "resource_calendar_id": cls.company.resource_calendar_id.id})

    def _order(self, moment, quantity=1, confirm=True, **values):
        order = self.env["sale.order"].create({
            "partner_id": self.partners[0].id, "company_id": self.company.id, "user_id": self.seller.id,
            "team_id": self.teams[0].id,
            "order_line": [Command.create({
                "product_id": self.product.id, "product_uom_qty": quantity, "price_unit": 100, "tax_ids": False})],
            **values,
        })
        if confirm:
            self._at(moment)
            order.action_confirm()
        return order

    def test_orders_per_hour_of_selling(self):
        """Five days of eight hours: 40. 300 ordered, 100 of the week before taken back: 5 an hour."""
        before = self._order(datetime(2026, 3, 4, 10))
        order = self._order(datetime(2026, 3, 10, 10), 3)
        self._order(None, confirm=False)
        self._at(datetime(2026, 3, 12, 10))
        before._action_cancel()
        self._at(NOW)
        figure = self._figure("K56", WEEK)
        self.assertAlmostEqual(figure.value, 200 / 40)
        self.assertEqual(self._behind("K56", "all", WEEK), before | order)
        self._same_from_scratch()

    def test_leave_is_no_selling_time(self):
        self._order(datetime(2026, 3, 10, 10), 2)
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": self.employee.resource_id.id, "company_id": self.company.id,
            "calendar_id": self.company.resource_calendar_id.id,
            "date_from": datetime(2026, 3, 9), "date_to": datetime(2026, 3, 9, 22), "time_type": "leave"})
        self._at(NOW)
        self.assertAlmostEqual(self._figure("K56", WEEK).value, 200 / 32)

    def test_without_orders_there_is_no_figure(self):
        self.assertIsNone(self._figure("K56", WEEK).value)

    def test_confirmed_again_is_not_cancelled(self):
        order = self._order(datetime(2026, 3, 10, 10))
        order._action_cancel()
        order.action_draft()
        self._at(datetime(2026, 3, 11, 10))
        order.action_confirm()
        self.assertFalse(order.service_cancelled_at)
        sums = self.env["triangle.reader"]
        self._refresh()
        found = sums._sums({"w": WEEK}, {"order_value", "order_cancelled"}, {})["w"]
        self.assertEqual((found["order_value"].num, found.get("order_cancelled")), (100, None))

    def test_an_order_in_another_currency_at_its_rate(self):
        foreign = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1)
        foreign.active = True
        self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "company_id": self.company.id, "name": "2026-01-01", "company_rate": 4.0})
        prices = self.env["product.pricelist"].create({
            "name": "Abroad", "currency_id": foreign.id, "company_id": self.company.id})
        order = self._order(datetime(2026, 3, 10, 10), pricelist_id=prices.id)
        order.order_line.price_unit = 100
        self._refresh()
        found = self.env["triangle.reader"]._sums({"w": WEEK}, {"order_value"}, {})["w"]["order_value"]
        self.assertEqual((order.currency_id, found.num), (foreign, order.amount_untaxed / 4))

    def test_customers_with_an_order(self):
        order = self._order(datetime(2026, 3, 10, 10))
        self._order(datetime(2026, 3, 10, 11))
        self._order(datetime(2026, 3, 10, 12), partner_id=self.partners[1].id)
        self._order(None, confirm=False, partner_id=self.partners[2].id)
        self._refresh()
        count = self.env["triangle.reader"]._distinct
        self.assertEqual(count("customer_active_ordered", WEEK, {}), 2)
        self.assertEqual(count("customer_active_ordered", WEEK, {"team_id": self.teams[1].id}), 0)
        order._action_cancel()
        self._refresh()
        self.assertEqual(count("customer_active_ordered", WEEK, {}), 2, "the other order stands")

    def test_an_invoice_has_the_team_and_the_campaign_of_its_order(self):
        order = self._order(datetime(2026, 3, 10, 10), campaign_id=self.campaigns[0].id)
        self.product.invoice_policy = "order"
        order.order_line.invalidate_recordset()
        invoice = order._create_invoices()
        invoice.invoice_date = date(2026, 3, 11)
        invoice.action_post()
        self._invoice(date(2026, 3, 11), 30, partner=1)
        self.assertEqual(self._figure("K16", WEEK), 130)
        self.assertEqual(self._figure("K16", WEEK, team_id=self.teams[0].id), 100)
        self.assertEqual(self._figure("K16", WEEK, campaign_id=self.campaigns[0].id), 100)
        margin = self.env["triangle.reader"]._sums({"w": WEEK}, {"campaign_margin"}, {})["w"]["campaign_margin"]
        self.assertEqual((margin.num, margin.den), (40, 1))
        self._at(NOW + timedelta(days=90))
        self._same_from_scratch()

    def test_quotations_from_a_template(self):
        """The column quotation templates add: two of three follow one. Without it nobody can say."""
        self.assertIsNone(self._figure("K56P", WEEK))
        self.env.cr.execute("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS sale_order_template_id INTEGER")
        orders = [self._order(datetime(2026, 3, 10, 10), confirm=confirm) for confirm in (True, False, False)]
        self._made(orders, datetime(2026, 3, 10, 9))
        self.env.cr.execute("UPDATE sale_order SET sale_order_template_id = 1 WHERE id = ANY(%s)",
                            [[orders[0].id, orders[1].id]])
        self._at(NOW)
        self.assertAlmostEqual(self._figure("K56P", WEEK), 2 / 3)
        self.assertEqual(self._behind("K56P", "miss", WEEK), orders[2])
        orders[1]._action_cancel()
        self.assertAlmostEqual(self._figure("K56P", WEEK), 2 / 3, msg="made, whatever became of it")

    def _made(self, orders, moment):
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET create_date = %s WHERE id = ANY(%s)", [
            moment, [order.id for order in orders]])
