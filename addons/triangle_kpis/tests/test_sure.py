import random
import re
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import window as pure
from .common import NOW, TODAY
from .kpi_front_common import FrontKpiCase

DAYS = {"date_from": str(TODAY - timedelta(days=29)), "date_to": str(TODAY), "compare": "previous"}


def number(text):
    """What is written with a sign of its own as a number."""
    return float(text.replace("−", "-").replace("+", ""))


@tagged("post_install", "-at_install")
class TestSure(FrontKpiCase):
    """Four questions to the score, answered from what was recorded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Kpi = cls.env["triangle.kpi"]
        cls.Kpi.search([("tile", "=", False)]).weight = 0  # sides of the figures that are drawn alone
        cls.Kpi.search([("code", "in", ("K12", "K38", "K33"))]).min_n = 5
        cls.Kpi.search([("weight", "!=", 0), ("code", "not in", ("K12", "K38", "K33"))]).weight = 0

    def _fill(self, at, late, n=20, early=2):
        """``n`` promises and requests of a day; the first ``late`` not kept, ``early`` made too early."""
        for i in range(n):
            moment = at + timedelta(minutes=-i)
            due = NOW + moment if isinstance(moment, timedelta) else moment
            self._promise(moment, fulfilled_at=False if i < late else due, realistic="no" if i < early else "yes")
            self._handoff(moment, final_at=due + timedelta(days=1) if i < 2 else due)

    def _sure(self, block, filters=None):
        self.env["triangle.fact"]._refresh()
        return self.dashboard.get_sure(block, filters or DAYS)

    # -- what moved the score ----------------------------------------------------------------------

    def test_what_moved_adds_up_to_the_change_of_the_score(self):
        self._fill(timedelta(days=-5), late=2)
        self._fill(timedelta(days=-40), late=5)
        found = self._sure("moved")
        page = self.dashboard.get_page(DAYS)
        *rows, whole = found["tables"][0]["rows"]
        self.assertEqual([row["kpi"] for row in rows], ["K33"], "only promises kept differ")
        self.assertAlmostEqual(
            number(whole["cells"][2]), page["score"]["value"] - page["score"]["prev"], delta=0.051)
        self.assertAlmostEqual(sum(number(row["cells"][2]) for row in rows), number(whole["cells"][2]), delta=0.1)
        self.assertIn(f"from {round(page['score']['prev'])} to {round(page['score']['value'])}", found["text"][0])
        self.assertIn("Kept", found["text"][1])
        chance = {True: "more than chance", False: "may be chance"}[page["score"]["moved"]]
        self.assertIn(chance, found["text"][2])

    def test_a_figure_that_counts_newly_is_told_apart(self):
        self._fill(timedelta(days=-5), late=2)
        self._fill(timedelta(days=-40), late=2)
        other = self.Kpi.search([("code", "=", "K45")])
        other.write({"weight": 0.1, "min_n": 25, "side": "internal"})
        for i in range(10):
            self._handoff(timedelta(days=-5, minutes=-100 - i), required_ok_at_send=False)
        rows = self._sure("moved")["tables"][0]["rows"]
        self.assertIn(("Figures that began or ceased to count", "Enabled"), [tuple(row["cells"][:2]) for row in rows])

    def test_nothing_before_and_too_little_now_say_so(self):
        found = self._sure("moved")
        self.assertIn("too little is known of Made, Enabled, Kept", found["text"][0])
        self.assertEqual(found["tables"], [])
        self._fill(timedelta(days=-5), late=2)
        self.assertIn("nothing to compare", self._sure("moved")["text"][0])
        self.assertIn("Choose a period", self._sure("moved", {**DAYS, "compare": None})["text"][0])

    # -- with other weights ------------------------------------------------------------------------

    def test_other_weights_say_range_balance_and_what_is_known(self):
        self._fill(timedelta(days=-5), late=4)
        found, score = self._sure("weights"), self.dashboard.get_page(DAYS)["score"]
        low, high = (round(score["sensitivity"][edge]) for edge in ("low", "high"))
        self.assertIn(f"between {low} and {high}" if low != high else f"stays {low}", found["text"][0])
        self.assertIn(f"{round(100 * score['balance'])} %", " ".join(found["text"]))
        sides = {row["cells"][0]: row["cells"][1:] for row in found["tables"][0]["rows"]}
        self.assertEqual({side: cells[1:] for side, cells in sides.items()},
                         {"Made": ["30 %", "100 %"], "Enabled": ["30 %", "100 %"], "Kept": ["40 %", "100 %"]})
        self.assertEqual(sides["Kept"][0], "40", "80 % kept, from 70 % at the floor to 95 % at the target")
        self.assertEqual(len(found["tables"]), 1, "one team alone has no place")

    def test_a_side_just_known_stays_in_every_variant(self):
        """62 % of a side are judged: with less weight on these it must not be counted as nothing."""
        self._fill(timedelta(days=-5), late=4)
        self.Kpi.search([("code", "=", "K33")]).weight = 0.62
        self.Kpi.search([("code", "=", "K22")]).write({"weight": 0.38})  # nobody rated
        self.env["triangle.fact"]._refresh()
        score = self.dashboard.get_page(DAYS)["score"]
        self.assertAlmostEqual(score["coverage"]["interactive"], 0.62)
        self.assertGreater(score["sensitivity"]["low"], 0.8 * score["value"])

    def test_teams_have_a_place_with_its_range(self):
        self._fill(timedelta(days=-5), late=4)
        for i in range(20):
            self._promise(timedelta(days=-6, minutes=-i), team_id=self.teams[1].id)
            self._handoff(timedelta(days=-6, minutes=-i), from_team_id=self.teams[1].id)
        table = self._sure("weights")["tables"][1]
        self.assertEqual([(row["cells"][0], row["cells"][2]) for row in table["rows"]],
                         [("Desk 0", "2"), ("Desk 1", "1")])

    # -- topics ------------------------------------------------------------------------------------

    def test_topics_lead_to_their_records(self):
        need = self.env["frontoffice.need"].create({"name": "Drains", "company_id": self.company.id})
        for at, n in ((-5, 20), (-40, 2), (-90, 1)):
            for i in range(n):
                self._encounter(timedelta(days=at, minutes=-i), need_id=need.id)
        found = self._sure("topics")
        self.assertEqual([table["title"] for table in found["tables"]], ["Rising", "Belongs to nobody"])
        self.assertIn("Drains", found["text"][0])
        self.assertIn("Drains", found["text"][1])
        self.assertEqual([table["rows"][0]["cells"] for table in found["tables"]],
                         [["Drains", "20", "2", "10"], ["Drains", "20", "100 %"]])
        for table in found["tables"]:
            drill = table["rows"][0]["drill"]
            action = self.dashboard.drill(drill["kpi"], DAYS, drill["part"])
            self.assertEqual(action["total"], 20)

    def test_a_first_period_rises_nowhere(self):
        need = self.env["frontoffice.need"].create({"name": "Drains", "company_id": self.company.id})
        for i in range(20):
            self._encounter(timedelta(days=-5, minutes=-i), need_id=need.id)
        found = self._sure("topics")
        self.assertIn("Nothing was recorded in the period before", found["text"][0])
        self.assertEqual([table["title"] for table in found["tables"]], ["Belongs to nobody"])

    # -- does it pay -------------------------------------------------------------------------------

    def test_too_few_months_say_how_many_are_missing(self):
        found = self._sure("pays")
        self.assertIn("0 of 18 months can be compared, missing: 18", found["text"][0])
        self.assertIn("no cause", found["note"])
        self.assertEqual(found["tables"], [])

    def _months(self, many):
        """Months in which kept promises and recommendation rise and fall together, the newest one last month."""
        self.Kpi.search([("code", "in", ("K12", "K38", "K33", "K17"))]).min_n = 3
        partners = self.env["res.partner"].create([{"name": f"Asked {i}"} for i in range(12)])
        chance = random.Random(7)  # noqa: S311 - a pattern that does not repeat, the same every time
        for i, (first, _last) in enumerate(pure.months(TODAY, many)):
            middle, bad = datetime(first.year, first.month, 15, 10), chance.randrange(4)
            self._fill(middle, late=bad, n=4, early=0)
            for j in range(4):
                self._answer("nps", partners[4 * (i % 3) + j], at=middle - NOW, nps=0 if j < bad else 10)

    def test_enough_months_say_what_goes_with_what_and_that_it_proves_nothing(self):
        self._months(20)
        found = self._sure("pays")
        self.assertIn("Over 20 months", found["text"][0])
        self.assertEqual(
            found["text"][1], "In months in which Kept was higher, “Would recommend us” was mostly higher.")
        self.assertIn("no cause", found["note"])
        rows = found["tables"][0]["rows"]
        self.assertEqual([row["cells"][:2] for row in rows], [["Kept", "Would recommend us"]],
                         "sides that never changed go with nothing")
        value, low, high = (number(text) for text in re.findall(r"[−\d.]+", rows[0]["cells"][2]))
        self.assertTrue(0.8 < value <= 1 and low <= value <= high, rows)
        self.assertEqual(rows[0]["cells"][4], "–", "14 pairs six months apart are too few")

    def test_one_month_short_is_too_short(self):
        self._months(17)
        self.assertIn("17 of 18 months can be compared, missing: 1", self._sure("pays")["text"][0])

    # -- who may ask -------------------------------------------------------------------------------

    def test_a_viewer_may_ask_and_a_stranger_may_not(self):
        self._fill(timedelta(days=-5), late=4)
        self.env["triangle.fact"]._refresh()
        viewer = self.dashboard.with_user(self._viewer())
        for block in ("moved", "weights", "topics", "pays"):
            self.assertTrue(viewer.get_sure(block, DAYS)["text"][0], block)
            self.assertTrue(viewer.get_sure(block, {**DAYS, "as_of": str(TODAY - timedelta(days=3))})["text"][0], block)
        with self.assertRaises(UserError):
            viewer.get_sure("fortune", DAYS)
        with self.assertRaises(AccessError):
            self.dashboard.with_user(self._viewer("stranger", "base.group_user")).get_sure("moved", DAYS)
