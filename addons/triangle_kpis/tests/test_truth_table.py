from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase
from odoo.addons.backoffice_ops.tests.truth_table import TOTALS, TruthTableMixin

AS_OF = "2026-01-12 08:00:00"
WEEK = {"date_from": "2026-01-05", "date_to": "2026-01-11"}


@tagged("post_install", "-at_install")
class TestTruthOnThePage(TruthTableMixin, BackOfficeCase):
    """What a director reads is what was worked out by hand, and each number opens the very records."""

    def setUp(self):
        super().setUp()
        with freeze_time(AS_OF):
            self.built = self._build_truth_table()
            self.env["triangle.fact"]._refresh()
            self.board = self.env["triangle.dashboard"].with_company(self.company)
            self.page = self.board.get_page(WEEK)
        self.tiles = {tile["code"]: tile for tile in self.page["tiles"]}

    def _opened(self, code, part=None):
        with freeze_time(AS_OF):
            action = self.board.drill(code, WEEK, part)
            return self.env[action["res_model"]].search(action["domain"])

    def test_promises_kept(self):
        tile = self.tiles["K33"]
        self.assertEqual(tile["n"], TOTALS["promises_due"])
        self.assertAlmostEqual(tile["value"], TOTALS["promises_kept"] / TOTALS["promises_due"])
        counted = {promise.id for row, promise, _h in self.built if row.kept is not None}
        self.assertEqual(set(self._opened("K33").ids), counted)

    def test_requests_on_time(self):
        tile = self.tiles["K38"]
        self.assertEqual(tile["n"], TOTALS["handoffs_due"])
        self.assertAlmostEqual(tile["value"], TOTALS["handoffs_in_sla"] / TOTALS["handoffs_due"])
        counted = {handoff.id for row, _p, handoff in self.built if row.in_sla is not None}
        self.assertEqual(set(self._opened("K38").ids), counted)

    def test_the_partition_is_exact(self):
        partition = self.page["partition"]
        self.assertEqual(
            {key: partition[key] for key in ("of", "over", "enable", "deliver")},
            {"of": TOTALS["promises_due"] - TOTALS["promises_kept"],
             **{key: TOTALS[key] for key in ("over", "enable", "deliver")}},
        )
        for reason in ("over", "enable", "deliver"):
            expected = {promise.id for row, promise, _h in self.built if row.reason == reason}
            self.assertEqual(set(self._opened("K33", reason).ids), expected, reason)

    def test_the_ladder_goes_down(self):
        steps = {step["key"]: step["n"] for step in self.page["ladder"]}
        self.assertEqual((steps["made"], steps["standard"], steps["realistic"]), (11, 11, 10))
        self.assertEqual(steps["enabled"], 9, "ready in time, whether promised too early or not")
        self.assertEqual(steps["kept"], TOTALS["promises_kept"])
