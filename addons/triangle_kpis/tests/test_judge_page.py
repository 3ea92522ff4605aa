from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tests.common import warmup

from ..models.triangle_recompute import Figure
from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestJudgePage(TriangleCase):
    """What the page judges: sides, band, gaps, doubts; and what it costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Kpi = cls.env["triangle.kpi"]
        cls.Kpi.search([("tile", "=", False)]).weight = 0  # sides of the figures that are drawn alone

    def _fill(self, n=40):
        for i in range(n):
            at = timedelta(days=-2, minutes=-i)
            self._promise(at, realistic="no" if i < 14 else "yes", fulfilled_at=False if i < 10 else NOW + at)
            self._handoff(at, final_at=NOW if i < 4 else NOW + at)
            self._encounter(at)
            self._rating(self._encounter(at), 5 if i % 4 else 2)

    def _count(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1):  # a test commits nothing
            self.env["triangle.counted"]._count()

    def test_sides_say_how_much_of_them_is_known(self):
        self._fill()
        self.Kpi.search([("code", "=", "K40")]).weight = 2  # right first time is not known of requests not done
        page = self._page()
        self.assertEqual(page["score"]["coverage"]["external"], 1.0)
        self.assertTrue(page["sides"]["external"]["score"] is not None and not page["sides"]["external"]["provisional"])
        known = page["sides"]["internal"]["coverage"]
        self.assertEqual(known >= 0.6, page["sides"]["internal"]["score"] is not None)

    def test_what_cannot_be_ripe_yet_weighs_nothing(self):
        """Recovery is judged after 90 days: it is no hole in a window of 90 days, in one of a year it is."""
        self._fill()
        self.Kpi.search([("code", "=", "K32")]).weight = 50
        short, year = (self._page(preset=preset, date_from=None, date_to=None) for preset in (
            "last_90_days", "last_12_months"))
        self.assertEqual(short["score"]["coverage"]["interactive"], 1.0)
        self.assertIsNotNone(short["sides"]["interactive"]["score"])
        self.assertLess(year["score"]["coverage"]["interactive"], 0.1)
        self.assertIsNone(year["sides"]["interactive"]["score"])

    def test_the_score_has_a_band_that_holds_it(self):
        self._fill()
        score = self._page()["score"]
        self.assertIsNotNone(score["value"])
        low, high = score["band"]
        self.assertLess(low, score["value"])
        self.assertLess(score["value"], high)
        self.assertEqual(self._page()["score"]["band"], [low, high])
        self.assertLessEqual(score["sensitivity"]["low"], score["value"])
        self.assertEqual(score["attribution"], None)  # nothing before to compare with

    def test_gaps_and_signs_rest_on_what_they_say(self):
        self._promise(standard_id=self.standard.id, realistic="no")
        self._promise(enabled_at=False)
        page = self._page()
        gaps = {gap["code"]: gap for gap in page["gaps"]}
        self.assertEqual(list(gaps), ["G1", "G2", "G3", "G4", "G5"])
        self.assertEqual((gaps["G2"]["value"], gaps["G2"]["n"]), (0.5, 2))
        self.assertEqual((gaps["G4"]["value"], gaps["G4"]["n"]), (0.5, 2))
        self.assertIsNone(gaps["G1"]["value"])
        signs = {sign["code"]: sign for sign in page["signs"]}
        self.assertEqual((signs["heroic"]["value"], signs["silent"]["value"]), (0.5, None))
        self.assertEqual(page["settings"], {"figures": False, "alert": False, "forecast": False, "personal": False})
        self.assertEqual((page["more"], page["alerts"]), ([], []))

    def test_better_at_a_price_is_suspect(self):
        kept, made = self.Kpi.search([("code", "in", ("K33", "K12"))], order="code desc")
        kept.guard_codes = made.code
        for day, late, early in ((-200, 30, 0), (-2, 0, 30)):
            for i in range(60):
                at = timedelta(days=day, minutes=-i)
                self._promise(at, fulfilled_at=False if i < late else NOW + at, realistic="no" if i < early else "yes")
        dates = {"date_from": str((NOW - timedelta(days=30)).date()), "date_to": str(NOW.date()), "preset": None}
        before = {"from": str((NOW - timedelta(days=230)).date()), "to": str((NOW - timedelta(days=180)).date())}
        self.env["triangle.fact"]._refresh()
        page = self.dashboard.get_page({**dates, "compare": None})
        self.assertEqual(next(t for t in page["tiles"] if t["code"] == "K33")["badges"], [])
        story = self.dashboard.why("K33", dates, before)
        self.assertTrue(story["significant"] and story["change"] > 0)
        with self.subTest("against the same days"):
            tiles = {}
            for kpi in (kept, made):
                tiles[kpi.code] = {"delta": {
                    "better": kpi == kept, "significant": True, "value": 0.1, "before": 0.5, "n": 60}}
            self.assertTrue(self.dashboard._is_suspect(kept, tiles))
            tiles["K12"]["delta"]["significant"] = False
            self.assertFalse(self.dashboard._is_suspect(kept, tiles))

    def test_figures_counted_by_code_are_kept_for_the_page(self):
        kpi = self.Kpi.search([("code", "=", "K44")]) or self.Kpi.search([("computed", "!=", False)], limit=1)
        kpi.weight = 0.1
        Counted = self.env["triangle.counted"]
        self._count()
        window = self.dashboard._period({"preset": None, "compare": "previous"})["windows"]["now"]
        line = Counted.search([
            ("company_id", "=", self.company.id), ("kpi_id", "=", kpi.id), ("date_to", "=", window[1]),
            ("date_from", "=", window[0])])
        self.assertEqual(len(line), 1)
        line.figure = list(Figure(0.5, 20, 40, 0.4, 0.6))
        found = Counted._figures({kpi: {"now": window}}, {})[kpi, "now"]
        self.assertEqual(found, Figure(0.5, 20, 40, 0.4, 0.6))
        other = Counted._figures({kpi: {"now": window}}, {"team_id": self.teams[0].id})[kpi, "now"]
        self.assertNotEqual(other, found)
        kpi.min_n = 7  # another definition is another figure
        self.assertNotEqual(Counted._figures({kpi: {"now": window}}, {})[kpi, "now"], found)
        self.dashboard.refresh()
        self.assertFalse(Counted.search([]))

    def test_ratings_of_the_sides_and_their_members(self):
        self._fill()
        score = self.dashboard.get_score({"preset": "last_12_months"}) if self._page() else None
        parts = [part for part in score["parts"] if part["share"]]
        for side in ("external", "internal", "interactive"):
            own = [part for part in parts if part["side"] == side]
            self.assertAlmostEqual(sum(part["share"] for part in own), 1)
            self.assertAlmostEqual(sum(part["share"] * part["score"] for part in own), score["sides"][side]["score"])
        self.assertEqual([team["name"] for team in score["teams"]], ["Desk 0"])
        self.assertEqual(score["teams"][0]["rank"], [1, 1])
        self.assertEqual((score["link"]["rows"], score["link"]["needed"]), ([], 18))
        self.assertIn("no cause", score["link"]["warning"])

    @warmup
    def test_the_page_costs_at_most_fifteen_queries_whatever_the_figures(self):
        self.Kpi.search([("tile", "=", False), ("side", "in", ("external", "internal", "interactive"))]).weight = 0.1
        self._fill(6)
        self.env["triangle.fact"]._refresh()
        self._count()
        viewer = self._viewer()
        dashboard = self.dashboard.with_user(viewer)
        dashboard.get_page()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(15):
            dashboard.get_page()
