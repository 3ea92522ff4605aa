from datetime import date

from odoo.tests import tagged

from .common import MoneyCase

# Until 18 March 2026 the last quarter that is over ends with the year.
PERIOD = {"date_from": "2025-12-19", "date_to": "2026-03-18"}


@tagged("post_install", "-at_install")
class TestCohorts(MoneyCase):
    """Who came in which quarter, and who of them bought within the year up to so many months later, by hand."""

    def _page(self, **filters):
        self._refresh()
        return self.dashboard.with_company(self.company).get_kpi("K14", {**PERIOD, **filters})["cohorts"]

    def _loaded(self):
        """Four came early in 2024, one of them stays for long; two in summer, one of whom gives all of it back."""
        for partner in range(4):
            self._invoice(date(2024, 1, 10 + partner), partner=partner)
        self._invoice(date(2024, 7, 1), partner=0)
        self._invoice(date(2024, 12, 31), partner=0)  # stays until the end of September
        self._invoice(date(2024, 10, 5), partner=1)
        self._invoice(date(2025, 12, 31), partner=2)
        self._invoice(date(2026, 1, 1), partner=3)  # in the quarter that is not over
        self._credit(self._invoice(date(2024, 2, 1), partner=4), date(2024, 2, 2))  # nothing net: did not come yet
        self._invoice(date(2024, 7, 5), partner=4)
        self._credit(self._invoice(date(2025, 8, 1), partner=4), date(2025, 9, 30))
        self._invoice(date(2024, 7, 6), partner=5)
        self._invoice(date(2025, 7, 1), partner=5)

    def test_curves(self):
        self._loaded()
        self.env["triangle.kpi"].search([("code", "=", "K14")]).min_n = 3
        found = self._page()
        rows = {row["from"]: row for row in found["rows"]}
        self.assertEqual(list(rows), ["2024-01-01", "2024-07-01"])
        early, late = rows.values()
        self.assertEqual((early["n"], early["status"]), (4, "ok"))
        self.assertEqual(early["shares"], [1, 2 / 4, 2 / 4, 2 / 4, 1 / 4])
        self.assertEqual((late["n"], late["status"], late["shares"]), (2, "low_n", [1, 1 / 2, 1 / 2]))
        self.assertEqual(found["months"], [0, 12, 15, 18, 21])
        self.assertEqual(found["whole"], {"n": 6, "shares": [1, 3 / 6, 3 / 6, 2 / 4, 1 / 4]})
        self.assertEqual(early["label"], "Q1 2024")
        self.assertEqual(self._behind("K14", early["drill"]["part"], (date(2025, 12, 19), date(2026, 3, 18))),
                         self.partners[:4])
        self.assertFalse(self._behind("K14", "cohort:yesterday", (date(2025, 12, 19), date(2026, 3, 18))))

    def test_a_quarter_counts_from_its_last_day_on(self):
        self._loaded()
        row = self._page(date_from="2025-10-01", date_to="2025-12-30")["rows"][0]
        self.assertEqual(len(row["shares"]), 4)
        row = self._page(date_from="2025-10-01", date_to="2025-12-31")["rows"][0]
        self.assertEqual(len(row["shares"]), 5)

    def test_too_few_say_nothing_together_either(self):
        self._loaded()
        self.assertEqual(self._page()["whole"]["shares"], [None] * 5, "six customers where thirty are needed")

    def test_no_customers_no_curves_and_other_figures_none(self):
        self.assertIsNone(self._page())
        self._loaded()
        self._refresh()
        self.assertIsNone(self.dashboard.with_company(self.company).get_kpi("K16", PERIOD)["cohorts"])
        other = self._company("Other House", "UTC")
        board = self.dashboard.with_company(other).with_context(allowed_company_ids=other.ids)
        self.assertIsNone(board.get_kpi("K14", PERIOD)["cohorts"], "another company's customers are none of ours")
