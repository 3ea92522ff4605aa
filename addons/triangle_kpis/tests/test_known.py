from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, TODAY, TriangleCase


@tagged("post_install", "-at_install")
class TestKnown(TriangleCase):
    """Figures as they were known at the end of an earlier day."""

    def setUp(self):
        super().setUp()
        for days in (20, 15, 10):
            self._promise(timedelta(days=-days))
        self.late = self._promise(timedelta(days=-9), fulfilled_at=NOW - timedelta(days=2))
        self._promise(timedelta(days=-1))
        self.env["triangle.fact"]._refresh()
        self.day = str(TODAY - timedelta(days=5))

    def _kept(self, **filters):
        page = self.dashboard.get_page({"preset": "last_30_days", **filters})
        return page, {tile["code"]: tile for tile in page["tiles"]}

    def test_what_happened_later_is_left_out(self):
        page, now = self._kept()
        self.assertEqual((now["K33"]["count"], now["K33"]["n"], page["period"]["known"]), (4, 5, None))
        page, then = self._kept(as_of=self.day)
        self.assertEqual((then["K33"]["count"], then["K33"]["n"]), (3, 4))
        self.assertEqual(page["period"]["to"], self.day, "periods are reckoned from that day")
        self.assertIn("As known on", page["period"]["known"])
        self.assertEqual(page["filters"]["as_of"], self.day)
        self.assertEqual((now["OVERDUE"]["value"], then["OVERDUE"]["value"]), (0, 1))
        kpi = self.dashboard.get_kpi("K33", page["filters"])
        self.assertEqual((kpi["tile"]["count"], kpi["tile"]["n"]), (3, 4))
        self.assertIsNone(kpi["why"])

    def test_the_records_are_those_of_that_day(self):
        page, tiles = self._kept(as_of=self.day)
        done = self.dashboard.drill("K33", page["filters"], "all")
        self.assertEqual(done["total"], 4)
        self.assertIn("As known on", done["name"])
        done = self.dashboard.drill("OVERDUE", page["filters"])
        self.assertEqual(self.env["frontoffice.promise"].search(done["domain"]), self.late)
        token = self.dashboard._token(
            self.env.ref("triangle_kpis.kpi_k33"), "all", self.dashboard._clean(page["filters"]), page["period"])
        domain = self.dashboard._token_domain("frontoffice.promise", token)
        self.assertEqual(self.env["frontoffice.promise"].search_count(domain), 4)

    def test_a_dispute_counts_from_when_it_came(self):
        self.late.write({"fulfilled_at": self.late.due_at - timedelta(hours=1), "disputed_at": NOW - timedelta(days=1)})
        self.env["triangle.fact"]._refresh()
        _page, now = self._kept()
        _page, then = self._kept(as_of=self.day)
        self.assertEqual((now["K33"]["count"], then["K33"]["count"]), (4, 4))

    def test_what_was_not_kept_says_so(self):
        self._case(timedelta(days=-8))
        self._encounter(timedelta(days=-8))
        self.env["triangle.fact"]._refresh()
        page, tiles = self._kept(as_of=self.day)
        self.assertEqual((tiles["K30"]["value"], tiles["K30"]["status"]), (None, "unknown"))
        self.assertIn("cannot be told", tiles["K30"]["status_text"])
        self.assertNotIn("K30", [start["code"] for start in page["starts"]])
        with self.assertRaises(UserError):
            self.dashboard.drill("K30", page["filters"])

    def test_days_that_cannot_be(self):
        for today in (str(TODAY), str(TODAY + timedelta(days=3))):
            self.assertNotIn("as_of", self.dashboard._clean({"as_of": today}), "that is as known today")
        with self.assertRaises(UserError):
            self.dashboard.get_page({"as_of": "yesterday-ish"})
        with self.assertRaisesRegex(UserError, "had not begun"):
            self.dashboard.get_page({
                "as_of": self.day, "date_from": str(TODAY - timedelta(days=2)), "date_to": str(TODAY)})

    def test_files_say_it(self):
        found = self.dashboard._figures({"preset": "last_30_days", "as_of": self.day})
        heading = dict(self.env["triangle.out"]._heading("Figures", found["period"], found["filters"], found["as_of"]))
        self.assertIn("As known on", heading["Filters"])
        self.assertEqual(self.dashboard._from_address({"asof": self.day}), {"as_of": self.day})
        with self.assertRaises(UserError):
            self.env["triangle.out"]._check_today(found["filters"])

    def test_one_sees_of_oneself_what_is_known_today(self):
        self.env.ref("base.group_user").implied_ids += self.env.ref("triangle_kpis.group_feature_personal")
        self.assertNotIn("as_of", self.dashboard._own_filters(self.dashboard._clean({"as_of": self.day})))


@tagged("post_install", "-at_install")
class TestYoung(TriangleCase):
    """What is still followed is said beside the figure, and is no miss."""

    def _solved(self, days):
        moment = NOW - timedelta(days=days)
        self._encounter(timedelta(days=-days), first_response_at=moment, ended_at=moment, outcome="informed",
                        state="done")

    def test_how_many_are_not_ripe_yet(self):
        for days in (20, 9, 3, 1):
            self._solved(days)
        self.env["triangle.fact"]._refresh()
        tile = self.dashboard.get_kpi("K21", {"preset": "last_30_days"})["tile"]
        self.assertEqual((tile["n"], tile["immature"]), (2, 2))
        other = self.dashboard.get_kpi("K21", {"preset": "last_30_days", "team_id": self.teams[1].id})["tile"]
        self.assertEqual(other["immature"], 0)
        last = self.dashboard.get_kpi("K21", {"preset": "last_month"})["tile"]
        self.assertEqual(last["immature"], 0, "those of this month are no part of the last")

    def test_a_figure_that_waits_for_nothing_has_none(self):
        self._promise()
        self.assertEqual({tile["immature"] for tile in self._page()["tiles"] if "immature" in tile}, {0})

    def test_on_the_page_where_it_is_drawn(self):
        self.env.ref("triangle_kpis.kpi_k21").tile = True
        self._solved(2)
        self.assertEqual(self._tiles(preset="last_30_days")["K21"]["immature"], 1)

    def test_of_an_earlier_day(self):
        for days in (20, 9):
            self._solved(days)
        self.env["triangle.fact"]._refresh()
        filters = {"preset": "last_30_days", "as_of": str(TODAY - timedelta(days=5))}
        tile = self.dashboard.get_kpi("K21", filters)["tile"]
        self.assertEqual((tile["n"], tile["immature"]), (1, 1))
