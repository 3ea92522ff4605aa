from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.triangle_kpis_account.tests.common import MoneyCase

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
class TestCosts(MoneyCase):
    """What a new customer costs and what campaigns bring, by hand."""

    sources = ("move", "cost")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plans = cls.env["account.analytic.plan"].create([{"name": "Service plan A"}, {"name": "Service plan B"}])
        cls.fairs, cls.spring, cls.rent, cls.ads = cls.env["account.analytic.account"].create([
            {"name": name, "plan_id": plan.id, "company_id": cls.company.id}
            for name, plan in (("Fairs", plans[0]), ("Spring", plans[1]), ("Rent", plans[0]), ("Ads", plans[1]))])
        cls.fairs.for_acquisition = True
        cls.campaigns[1].cost_account_id = cls.spring

    def _cost(self, account, amount, day=date(2026, 1, 10), *more):
        values = {one.plan_id._column_name(): one.id for one in (account, *more)}
        return self.env["account.analytic.line"].create({
            "name": "Cost", "amount": -amount, "date": day, "company_id": self.company.id, **values})

    def test_what_a_new_customer_costs(self):
        """500 for fairs, 300 for the campaign, 100 on both at once; three first invoices in January."""
        fair, spring, both = self._cost(self.fairs, 500), self._cost(self.spring, 300), self._cost(
            self.fairs, 100, date(2026, 1, 31), self.spring)
        self._cost(self.rent, 1000)
        self._cost(self.fairs, 70, date(2026, 2, 1))
        self._invoice(date(2025, 6, 1), 10, partner=0)
        for i in range(4):
            self._invoice(date(2026, 1, 5 + i), 10, partner=i)
        self._invoice(date(2026, 1, 20), 10, partner=1)
        figure = self._figure("K09", JANUARY)
        self.assertEqual((figure.count, figure.n, figure.value), (900, 3, 300))
        self.assertEqual(self._behind("K09", "num", JANUARY), fair | spring | both)
        self.assertEqual(self._behind("K09", "all", JANUARY), self.partners[1] | self.partners[2] | self.partners[3])
        self._same_from_scratch()

    def test_no_new_customer_no_figure(self):
        self._cost(self.fairs, 500)
        self.assertIsNone(self._figure("K09", JANUARY).value)

    def test_marking_an_account_counts_its_past(self):
        line = self._cost(self.ads, 40)
        self._invoice(date(2026, 1, 5), 10)
        self.assertIsNone(self._figure("K09", JANUARY).value)
        self.ads.for_acquisition = True
        self.assertEqual(self._figure("K09", JANUARY).value, 40)
        line.write({self.rent.plan_id._column_name(): self.rent.id, self.ads.plan_id._column_name(): False})
        self.assertIsNone(self._figure("K09", JANUARY).value)
        self._cost(self.fairs, 1)
        self._same_from_scratch()

    def test_what_campaigns_bring(self):
        """Margin 80 + 80 - 80 of a campaign, cost 50: 0.6 back for each one beyond the cost."""
        cost = self._cost(self.spring, 50)
        moves = [self._invoice(date(2026, 1, 6 + i), partner=i) for i in range(2)]
        moves.append(self._credit(self._invoice(date(2025, 12, 30)), date(2026, 1, 9)))
        for move in moves:
            move.campaign_id = self.campaigns[1]
        self._invoice(date(2026, 1, 7), partner=2)  # came by itself
        self.assertAlmostEqual(self._figure("K10", JANUARY), (80 - 50) / 50)
        self.assertAlmostEqual(self._figure("K10", JANUARY, campaign_id=self.campaigns[1].id), 0.6)
        self.assertIsNone(self._figure("K10", JANUARY, campaign_id=self.campaigns[0].id), "no cost, no return")
        self.assertEqual(self._behind("K10", "all", JANUARY), cost)
        self.assertEqual(len(self._behind("K10", "num", JANUARY)), 2, "what counted for it")

    def test_a_campaign_that_is_booked_elsewhere_from_now_on(self):
        self._cost(self.spring, 50)
        self._cost(self.ads, 20)
        self._refresh()
        self.campaigns[1].cost_account_id = self.ads
        self._refresh()
        sums = self.env["triangle.reader"]._sums({"w": JANUARY}, {"campaign_cost", "acquisition_cost"}, {})["w"]
        self.assertEqual((sums["campaign_cost"].num, sums["acquisition_cost"].num), (20, 20))
        self.campaigns[1].unlink()
        self._refresh()
        self.assertFalse(self.env["triangle.reader"]._sums({"w": JANUARY}, {"campaign_cost"}, {})["w"])

    def test_the_interval_needs_twenty_days(self):
        for i in range(25):
            self._cost(self.fairs, 10 + i % 3, date(2026, 1, 1) + timedelta(days=i))
        self._invoice(date(2026, 1, 5), 10, partner=0)
        self._invoice(date(2026, 1, 9), 10, partner=1)
        figure = self._figure("K09", JANUARY)
        self.assertTrue(figure.low < figure.value < figure.high)
        short = self._figure("K09", (date(2026, 1, 1), date(2026, 1, 12)))
        self.assertEqual((short.low, short.high), (None, None))

    def test_costs_from_as_long_before_as_selling_takes(self):
        """Ten days earlier: 22 December to 21 January. Where nobody knows how long selling takes, nothing is said."""
        early, _new = self._cost(self.fairs, 500, date(2025, 12, 22)), self._cost(self.fairs, 70, date(2026, 1, 22))
        self._invoice(date(2026, 1, 5), 10)
        self.patch(self.env.registry["triangle.recompute"], "_sales_cycle", lambda self, window, filters: None)
        self.assertIsNone(self._figure("K09L", JANUARY).value)
        self.patch(self.env.registry["triangle.recompute"], "_sales_cycle", lambda self, window, filters: 10)
        self.assertEqual(self._figure("K09L", JANUARY).value, 500)
        self.assertEqual(self._figure("K09", JANUARY).value, 70)
        self.assertEqual(self._behind("K09L", "num", JANUARY), early)
        self.assertEqual(self._behind("K09L", "all", JANUARY), self.partners[0])
