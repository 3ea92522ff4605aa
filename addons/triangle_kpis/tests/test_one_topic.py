from odoo.tests import tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestOneTopic(TriangleCase):
    """A team that clicks the first topic there is."""

    def setUp(self):
        super().setUp()
        self.needs = self.env["frontoffice.need"].create([
            {"name": name, "company_id": self.company.id} for name in ("Broken", "Late", "Bill", "Move")])

    def _noted(self, team, *counts):
        """Interactions of a team, so many of each topic."""
        for need, count in zip(self.needs, counts, strict=False):
            for _i in range(count):
                self._encounter(NOW.replace(month=2, day=10), need_id=need.id, need_confirmed=True,
                                team_id=self.teams[team].id, ended_at=NOW.replace(month=2, day=10))

    def _get(self):
        self.env["triangle.fact"]._refresh()
        return self.dashboard.get_kpi("K28", {"preset": "last_month"})

    def test_a_team_that_nearly_always_notes_the_same(self):
        self._noted(0, 29, 1)
        self._noted(1, 10, 10, 10, 10)
        page = self._get()
        self.assertIn("one_topic", page["tile"]["badges"])
        self.assertIn(self.teams[0].name, page["confidence"][-1])
        self.assertNotIn(self.teams[1].name, page["confidence"][-1])

    def test_few_say_nothing_and_neither_do_teams_that_ask(self):
        self._noted(0, 28, 1)
        self._noted(1, 10, 10, 10, 10)
        self.assertNotIn("one_topic", self._get()["tile"]["badges"])

    def test_one_topic_of_everybody_is_nobody_s_habit(self):
        self._noted(0, 30)
        self._noted(1, 30)
        self.assertNotIn("one_topic", self._get()["tile"]["badges"])
