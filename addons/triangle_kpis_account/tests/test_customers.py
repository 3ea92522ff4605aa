from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.triangle_kpis_account.models.customer_value import lifetime_value

from .common import MoneyCase

# On 18 March the last full month is February: this year is 1 March 2025 to 28 February 2026.
WINDOW = (date(2025, 12, 19), date(2026, 3, 18))


@tagged("post_install", "-at_install")
class TestCustomers(MoneyCase):
    """Who stays, and what a customer is worth, worked out by hand."""

    def _two_years(self):
        """Three customers of the year before: one stays, one leaves, one takes everything back."""
        self._invoice(date(2024, 3, 1), partner=0)
        self._invoice(date(2026, 2, 28), partner=0)
        self._invoice(date(2025, 2, 28), partner=1)
        self._invoice(date(2026, 3, 1), partner=1)  # after the last full month
        self._invoice(date(2025, 1, 15), partner=2)
        self._credit(self._invoice(date(2025, 6, 1), partner=2), date(2025, 6, 9))
        self._invoice(date(2025, 7, 1), partner=3)  # new
        self._credit(self._invoice(date(2024, 5, 1), partner=4), date(2024, 5, 3))  # nothing net
        self._invoice(date(2025, 8, 1), partner=4)
        self._invoice(date(2024, 2, 29), partner=5)  # too long ago
        self._invoice(date(2025, 9, 1), partner=5)  # back after a gap

    def test_customers_who_stay(self):
        self._two_years()
        figure = self._figure("K14", WINDOW)
        self.assertEqual((figure.count, figure.n), (1, 3))
        self.assertAlmostEqual(figure.value, 1 / 3)
        self.assertTrue(figure.low < 1 / 3 < figure.high)
        self.assertEqual(self._behind("K14", "all", WINDOW), self.partners[0] | self.partners[1] | self.partners[2])
        self.assertEqual(self._behind("K14", "miss", WINDOW), self.partners[1] | self.partners[2])
        self.assertEqual(self._behind("K14", "num", WINDOW), self.partners[0])

    def test_a_contact_counts_as_its_company(self):
        child = self.env["res.partner"].create({"name": "Purchasing", "parent_id": self.partners[0].id})
        self._invoice(date(2024, 6, 1), partner=child)
        self._invoice(date(2025, 6, 1), partner=self.partners[0])
        self.assertEqual(self._figure("K14", WINDOW).value, 1)

    def test_an_archived_customer_still_left(self):
        self._invoice(date(2024, 6, 1), partner=1)
        self.partners[1].active = False
        self.assertEqual(self._figure("K14", WINDOW).value, 0)
        self.assertEqual(self._behind("K14", "miss", WINDOW), self.partners[1])

    def test_without_a_year_before_there_is_no_figure(self):
        self._invoice(date(2025, 7, 1), partner=3)
        self.assertIsNone(self._figure("K14", WINDOW).value)
        self.assertIsNone(self._figure("K15", WINDOW).value)

    def test_a_past_window_says_today_what_it_said_then(self):
        self._two_years()
        then = (date(2025, 1, 1), date(2025, 2, 28))
        before = self._figure("K14", then)
        self._invoice(date(2026, 2, 1), partner=1)
        self.assertEqual(self._figure("K14", then), before)

    # -- worth ---------------------------------------------------------------------------------------

    def test_what_a_customer_is_worth(self):
        """Two goods at 200, cost 120: a margin of 80 each time; four buy this year, one of three stays."""
        self._two_years()
        figure = self._figure("K15", WINDOW)
        self.assertEqual(figure.n, 4)
        retention = 1 / 3
        q = retention / 1.1
        by_hand = 80 * (1 + q + q**2 + q**3 + q**4)
        self.assertAlmostEqual(figure.value, by_hand, 6)
        self.assertAlmostEqual(lifetime_value(80, retention), by_hand, 6)
        self.assertLessEqual(figure.low, figure.value)
        self.assertGreaterEqual(figure.high, figure.value)
        self.assertEqual(figure, self._figure("K15", WINDOW), "drawn again, the same")
        bought = self.partners[0] | self.partners[3] | self.partners[4] | self.partners[5]
        self.assertEqual(self._behind("K15", "all", WINDOW), bought)

    def test_cost_is_that_of_the_day_it_was_posted(self):
        invoice = self._invoice(date(2026, 1, 10))
        self.assertEqual(invoice.service_goods_cost, 120)
        self.product.with_company(self.company).standard_price = 90
        self.assertEqual(invoice.service_goods_cost, 120)
        self.assertEqual(self._credit(invoice, date(2026, 1, 11)).service_goods_cost, -180)
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.product.id, "product_uom_id": dozen.id, "quantity": 1, "price_unit": 1000,
                "tax_ids": []}
        move = self._invoice(date(2026, 1, 12), invoice_line_ids=[(0, 0, line)])
        self.assertEqual(move.service_goods_cost, 12 * 90)

    # -- active customers ----------------------------------------------------------------------------

    def test_customers_with_an_invoice_are_counted_once(self):
        child = self.env["res.partner"].create({"name": "Purchasing", "parent_id": self.partners[0].id})
        for partner in (child, self.partners[0], self.partners[1]):
            self._invoice(date(2026, 1, 10), 50, partner=partner)
        self._invoice(date(2026, 1, 10), 50, partner=2, kind="out_refund")
        self._refresh()
        day = date(2026, 1, 10)
        count = self.env["triangle.reader"]._distinct
        self.assertEqual(count("customer_active_invoiced", (day, day), {}), 2)
        self.assertEqual(count("customer_active_invoiced", (day + timedelta(days=1),) * 2, {}), 0)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(self.partners[:2].ids, self.partners[0])
        self._refresh()
        self.assertEqual(count("customer_active_invoiced", (day, day), {}), 1)
