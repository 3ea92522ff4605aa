from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.common import NOW
from odoo.addons.triangle_kpis_account.models.customer_value import lifetime_value

from .common import EVER, MoneyCase, later

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

    def test_revenue_that_stays(self):
        """The three bought for 600 the year before, 200 each; one bought for 500 this year, one for nothing net."""
        self._two_years()
        self._invoice(date(2025, 10, 1), 300, partner=0)
        figure = self._figure("K14R", WINDOW)
        self.assertEqual((figure.count, figure.n), (500, 3))
        self.assertAlmostEqual(figure.value, 500 / 600)
        self.assertEqual(self._behind("K14R", "all", WINDOW), self.partners[0] | self.partners[1] | self.partners[2])
        self.assertIsNone(self._figure("K14R", (date(2023, 1, 1), date(2023, 2, 1))).value)

    # -- after a complaint -----------------------------------------------------------------------------

    def _complaint(self, days, partner, **values):
        """A complaint solved so many days ago."""
        return self._case(timedelta(days=-days - 9), partner_id=self.partners[partner].id,
                          resolved_at=NOW - timedelta(days=days), **values)

    def test_who_buys_again_after_a_complaint(self):
        self.sources = (*self.sources, "complaint_sale")
        cases = [self._complaint(120, i) for i in range(5)]
        young = self._complaint(60, 5)
        day = cases[0].resolved_at.date()
        self._invoice(later(day, 90), partner=0)
        self._invoice(later(day, 91), partner=1)  # too late
        self._invoice(day, partner=2)  # belongs to the complaint
        self._credit(self._invoice(later(day, -30), partner=3), later(day, 30))  # a credit note is no purchase
        late = self._invoice(later(day, 5), partner=4, post=False)
        self._invoice(later(young.resolved_at.date(), 5), partner=5)
        self.assertAlmostEqual(self._figure("K32B"), 1 / 5)
        self.assertEqual(self._behind("K32B", "num", EVER), cases[0])
        late.action_post()
        self.assertAlmostEqual(self._figure("K32B"), 2 / 5)
        late.button_draft()
        late.partner_id = self.partners[1]
        late.action_post()
        self.assertAlmostEqual(self._figure("K32B"), 2 / 5)
        self.assertEqual(self._behind("K32B", "num", EVER), cases[0] | cases[1], "moved from one to the other")
        self._at(NOW + timedelta(days=33))
        self.assertAlmostEqual(self._figure("K32B"), 3 / 6)
        self._same_from_scratch()

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
