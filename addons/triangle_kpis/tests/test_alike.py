from odoo.tests import tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestAlike(TriangleCase):
    """Teams that differ only by what they are asked for."""

    def setUp(self):
        super().setUp()
        Need = self.env["frontoffice.need"]
        self.needs = Need.create([{"name": name, "company_id": self.company.id} for name in ("Broken", "Simple")])

    def _asked(self, team, need, kept, missed, month=2):
        """Promises of a team about a topic, due in a month."""
        due = NOW.replace(month=month, day=10)
        encounter = self._encounter(due, need_id=self.needs[need].id, team_id=self.teams[team].id)
        for n in range(kept + missed):
            self._promise(due, team_id=self.teams[team].id, encounter_id=encounter.id,
                          partner_id=self.partners[n % 6].id, fulfilled_at=due if n < kept else False)

    def _get(self, **filters):
        self.env["triangle.fact"]._refresh()
        return self.dashboard.get_kpi("K33", {"preset": "last_month", **filters})

    def _rows(self, page):
        return next(group["rows"] for group in page["members"] if group["by"] == "team_id")

    def test_worse_in_all_and_as_good_for_each_topic(self):
        self._asked(0, 0, 30, 30)
        self._asked(0, 1, 9, 1)
        self._asked(1, 0, 5, 5)
        self._asked(1, 1, 54, 6)
        page = self._get()
        self.assertIn("alike", page["tile"]["badges"])
        for row in self._rows(page):
            self.assertTrue(row["apart"])
            self.assertTrue(row["topics"]["alike"])
            self.assertAlmostEqual(row["topics"]["value"], 0)
        self.assertNotIn("need_id", [group["by"] for group in page["members"]], "no dimension to filter by")

    def test_worse_for_each_topic_is_worse(self):
        self._asked(0, 0, 20, 40)
        self._asked(0, 1, 20, 20)
        self._asked(1, 0, 36, 4)
        self._asked(1, 1, 58, 2)
        page = self._get()
        self.assertEqual(page["tile"]["badges"], [])
        for row in self._rows(page):
            self.assertTrue(row["apart"])
            self.assertFalse(row["topics"]["alike"])

    def test_a_change_turned_round_by_topics(self):
        """Each topic got better, and the whole worse: more of what is hard."""
        for month, broken, simple in ((1, (5, 15), (54, 6)), (2, (24, 36), (20, 0))):
            self._asked(0, 0, *broken, month=month)
            self._asked(0, 1, *simple, month=month)
        page = self._get()
        self.assertLess(page["tile"]["value"], page["tile"]["delta"]["before"])
        self.assertIn("simpson", page["tile"]["badges"])
        self.assertEqual((page["split"]["by"], page["split"]["simpson"]), ("need_id", True))
        self.assertEqual({row["name"] for row in page["split"]["rows"]}, {"Broken", "Simple"})
        story = self.dashboard.why("K33", {"preset": "last_month"})
        self.assertEqual(story["split"]["by"], "need_id")
        self.assertEqual([row["drill"] for row in story["rows"]], [None, None])

    def test_a_figure_without_topics_has_none(self):
        self._handoff()
        self.env["triangle.fact"]._refresh()
        self.assertEqual(self.dashboard.get_kpi("K38", {"preset": "last_30_days"})["tile"]["badges"], [])
