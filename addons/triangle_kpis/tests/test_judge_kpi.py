from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import decompose, intervals, statistics
from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestJudgeKpi(TriangleCase):
    """The page of one figure: interval, members, split, definitions."""

    def _get(self, code="K33", **filters):
        self.env["triangle.fact"]._refresh()
        return self.dashboard.get_kpi(code, {"preset": "last_month", **filters})

    def _month(self, month, team, counts):
        """Promises due in a month of a team: (kept, not kept)."""
        for kept, count in zip((True, False), counts, strict=True):
            for i in range(count):
                due = NOW.replace(month=month, day=10) + timedelta(minutes=i)
                self._promise(due, team_id=self.teams[team].id, partner_id=self.partners[i % 6].id,
                              fulfilled_at=due if kept else False)

    def test_the_shape_is_the_same_with_and_without_data(self):
        keys = {"period", "filters", "tile", "chart", "distribution", "members", "split", "versions", "why", "guards",
                "forecast", "intervals", "confidence", "design", "settings", "as_of", "empty", "kinds",
                "cohorts"}
        empty = self._get()
        self.assertEqual(set(empty), keys)
        self.assertIsNone(empty["tile"]["value"])
        self.assertEqual((empty["members"], empty["split"], empty["intervals"]), ([], None, None))
        self._month(2, 0, (3, 1))
        page = self._get()
        self.assertEqual(set(page), keys)
        self.assertEqual((page["tile"]["value"], page["tile"]["n"]), (0.75, 4))
        self.assertEqual(page["versions"][0]["formula"], "promise_kept_num / promise_kept_den")
        self.assertNotIn("figure", page["tile"])
        with self.assertRaises(UserError):
            self.dashboard.get_kpi("K99")
        with self.assertRaises(AccessError):
            self.dashboard.with_user(self._viewer("stranger", "base.group_user")).get_kpi("K33")

    def test_a_mix_that_turns_the_whole_round(self):
        self._month(1, 0, (18, 2))
        self._month(1, 1, (3, 7))
        self._month(2, 0, (10, 0))
        self._month(2, 1, (8, 12))
        page = self._get()
        self.assertLess(page["tile"]["value"], page["tile"]["delta"]["before"])
        self.assertEqual(page["tile"]["badges"], ["simpson"])
        split = page["split"]
        self.assertEqual((split["by"], split["simpson"]), ("team_id", True))
        now, then = {"a": (10, 10), "b": (8, 20)}, {"a": (18, 20), "b": (3, 10)}
        expected = decompose.kitagawa(now, then)
        self.assertAlmostEqual(split["rate"], expected.rate)
        self.assertAlmostEqual(split["mix"], expected.mix)
        self.assertAlmostEqual(split["rate"] + split["mix"], page["tile"]["delta"]["value"])
        page = self.dashboard.get_page({"preset": "last_month"})
        self.assertEqual(next(t for t in page["tiles"] if t["code"] == "K33")["badges"], ["simpson"])
        story = self.dashboard.why("K33", {"preset": "last_month"})
        self.assertEqual([row["name"] for row in story["rows"]], ["Desk 0", "Desk 1"])
        self.assertEqual([row["now"] for row in story["rows"]], [1.0, 0.4])
        self.assertAlmostEqual(sum(row["rate"] + row["mix"] for row in story["rows"]), story["change"])

    def test_teams_are_told_apart_only_beyond_chance(self):
        self._month(2, 0, (38, 2))
        self._month(2, 1, (20, 20))
        rows = next(group for group in self._get()["members"] if group["by"] == "team_id")["rows"]
        self.assertEqual([row["name"] for row in rows], ["Desk 0", "Desk 1"])
        self.assertEqual([(row["apart"], row["better"]) for row in rows], [(True, True), (True, False)])
        self.assertEqual([row["n"] for row in rows], [40, 40])
        action = self.dashboard.drill("K33", {"preset": "last_month", **rows[1]["drill"]["filters"]}, "miss")
        self.assertEqual(action["total"], 20)

    def test_like_teams_have_no_order(self):
        self._month(2, 0, (30, 10))
        self._month(2, 1, (32, 8))
        rows = next(group for group in self._get()["members"] if group["by"] == "team_id")["rows"]
        self.assertEqual([(row["apart"], row["better"]) for row in rows], [(False, None)] * 2)

    def test_records_of_one_customer_widen_the_range(self):
        for i in range(40):
            due = NOW.replace(month=2, day=10) + timedelta(minutes=i)
            self._promise(due, partner_id=self.partners[i % 4].id, fulfilled_at=due if i % 4 else False)
        page = self._get()
        clusters = [(0, 10), (10, 10), (10, 10), (10, 10)]
        effect = intervals.design_effect(clusters)
        self.assertAlmostEqual(page["design"]["effect"], effect)
        self.assertEqual(page["design"]["customers"], 4)
        low, high = page["tile"]["interval"]
        self.assertGreater(high - low, 0.5)  # of four customers, whatever there is of records

    def test_no_day_is_lost_between_two_periods(self):
        self._month(1, 0, (4, 0))
        self._month(2, 0, (2, 2))
        self.env["triangle.fact"]._refresh()
        story = self.dashboard.why("K33", {"preset": "last_month"}, {"from": "2026-01-01", "to": "2026-01-31"})
        self.assertEqual((story["value"], story["before"], story["change"]), (0.5, 1.0, -0.5))

    def test_every_kind_of_interval(self):
        """Each kind on hand-made sums against the pure functions; a count of none is not certain."""
        bins = [0] * 7 + [100] + [0] * 8
        days = [{"m_num": i % 5, "m_den": 10} for i in range(40)]
        base = {"m_num": 8, "m_den": 10, "m_n": 10, "m_sum": 50.0, "m_sumsq": 270.0, "m_p50": 45.0, "m_bins": bins}
        cases = [
            ("wilson", "m_num / m_den", base, statistics.wilson(8, 10), 1),
            ("wilson", "1 - m_num / m_den", base, statistics.wilson(2, 10), 1),
            ("clopper", "m_num / m_den", base, intervals.clopper(8, 10), 1),
            ("poisson", "1000 * m_num / m_den", base, statistics.poisson(8), 100),
            ("poisson", "1000 * m_num / m_den", {**base, "m_num": 0}, statistics.poisson(0), 100),
            ("t", "m_sum / m_n / 60", base, statistics.mean_interval(50, 270, 10), 1 / 60),
            ("nps", "m_sum / m_n", {**base, "m_sum": 300.0, "m_sumsq": 7e4}, intervals.nps_interval(5, 2, 10), 1),
            ("order", "m_p50 / 60", {**base, "m_n": 100}, intervals.quantile_interval(bins, 0.5), 1 / 60),
            ("jackknife", "m_num / m_den", {**base, "m_num": 80, "m_den": 400},
             intervals.jackknife([(day["m_num"], day["m_den"]) for day in days]), 1),
        ]
        for kind, formula, values, expected, scale in cases:
            with self.subTest(kind, formula=formula):
                kpi = self.env["triangle.kpi"].new({
                    "interval_kind": kind, "formula": formula, "num_measure": "m", "den_measure": "m"})
                figure = self.dashboard._judge(kpi, values, days)
                self.assertAlmostEqual(figure.low, expected[0] * scale)
                self.assertAlmostEqual(figure.high, expected[1] * scale)
                self.assertTrue(figure.low <= figure.value <= figure.high)

    def test_one_person_alone_is_named_as_who_can_teach(self):
        user = self._viewer("only_one", "base.group_user")
        other = self._viewer("another_one", "base.group_user")
        for i in range(6):
            due = NOW.replace(month=2, day=10) + timedelta(minutes=i)
            self._handoff(due, user_id=user.id, final_at=NOW if i < 4 else due)
        page = self._page(preset="last_month")
        act = next(act for act in page["actions"] if "Second person" in act["text"])
        self.assertEqual(act["text"], "Second person for “Parts”: only only_one did it, 4 of 6 were late.".replace(
            "only_one", user.name))
        done = self.dashboard.drill(act["drill"]["kpi"], page["filters"], act["drill"]["part"])
        self.assertEqual(done["total"], 4)
        self._handoff(NOW.replace(month=2, day=11), user_id=other.id)
        page = self._page(preset="last_month")
        self.assertFalse([act for act in page["actions"] if "Second person" in act["text"]])
