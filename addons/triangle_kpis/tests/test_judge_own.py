from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestJudgeOwn(TriangleCase):
    """Own figures are of one's own work, for oneself, behind a switch; topics that rise or belong to nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.me, cls.other = (new_test_user(
            cls.env, login, groups="base.group_user,frontoffice_crm.group_agent", company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)]) for login in ("own_me", "own_other"))
        for user, late in ((cls.me, 1), (cls.other, 3)):
            for i in range(4):
                at = timedelta(days=-5, minutes=-i)
                cls._encounter(at, user_id=user.id, first_response_at=NOW if i < late else NOW + at)

    def _switch_on(self):
        self.env.ref("base.group_user").implied_ids |= self.env.ref("triangle_kpis.group_feature_personal")

    def _own(self, user):
        self.env["triangle.fact"]._refresh()
        page = self.dashboard.with_user(user).get_own({"preset": "last_30_days"})
        return page, {tile["code"]: tile for tile in page["tiles"]}

    def test_off_means_off(self):
        for call in (lambda d: d.get_own({}), lambda d: d.drill("K20", {"own": True})):
            with self.assertRaises(AccessError):
                call(self.dashboard.with_user(self.me))

    def test_everybody_sees_her_own_and_nobody_elses(self):
        self._switch_on()
        mine, theirs = (self._own(user)[1]["K20"] for user in (self.me, self.other))
        self.assertEqual((mine["value"], mine["n"]), (0.75, 4))
        self.assertEqual((theirs["value"], theirs["n"]), (0.25, 4))
        self.assertEqual(mine["status"], "low_n")
        page = self.dashboard.with_user(self.me).get_own({"user_id": self.other.id, "employee_id": self.other.id})
        self.assertEqual(next(t for t in page["tiles"] if t["code"] == "K20")["value"], 0.75)

    def test_only_legal_figures(self):
        self._switch_on()
        codes = set(self._own(self.me)[1])
        self.assertLessEqual(codes, {"K20", "K21", "K25", "K28", "K29", "K38", "K39", "K40", "K41"})
        self.assertNotIn("K33", codes)
        self.assertNotIn("K21", codes)  # nobody else in the team

    def test_own_records_open_for_oneself(self):
        self._switch_on()
        page, tiles = self._own(self.me)
        drill = tiles["K20"]["drill"]
        action = self.dashboard.with_user(self.me).drill("K20", {**page["filters"], **drill["filters"]}, "all")
        self.assertEqual(action["total"], 4)
        found = self.env["frontoffice.encounter"].with_user(self.me).search(action["domain"])
        self.assertEqual(found.user_id, self.me)
        with self.assertRaises(AccessError):  # without "own" it is everybody's
            self.dashboard.with_user(self.me).drill("K20", page["filters"], "all")

    def test_topics_that_rise_and_topics_of_nobody(self):
        rising, steady, lost = self.env["frontoffice.need"].create([
            {"name": name, "company_id": self.company.id, **owner} for name, owner in (
                ("Boiler", {"team_id": self.teams[0].id, "standard_id": self.standard.id}),
                ("Bill", {"team_id": self.teams[0].id, "standard_id": self.standard.id}), ("Drains", {}))])
        for need, now, before in ((rising, 20, 3), (steady, 8, 8), (lost, 6, 6)):
            for count, at in ((now, -5), (before, -40)):
                for i in range(count):
                    self._encounter(timedelta(days=at, minutes=-i), need_id=need.id)
        self._encounter(timedelta(days=-90), need_id=steady.id)  # recorded for longer than both periods
        self.env["triangle.fact"]._refresh()
        found = self.dashboard.get_topics({"preset": "last_30_days"})
        self.assertEqual([(row["name"], row["n"], row["before"]) for row in found["rising"]], [("Boiler", 20, 3)])
        self.assertGreater(found["rising"][0]["interval"][0], 1)
        self.assertEqual([(row["name"], row["share"]) for row in found["unowned"]], [("Drains", 1.0)])
        drill = found["unowned"][0]["drill"]
        action = self.dashboard.drill(drill["kpi"], {"preset": "last_30_days"}, drill["part"])
        self.assertEqual(action["total"], 6)

    def _asked(self, need, at, count):
        for i in range(count):
            self._encounter(timedelta(days=at, minutes=-i), need_id=need.id)

    def test_nothing_rises_out_of_silence(self):
        """Who began to record this month has asked nothing before: that is no rise of every topic."""
        need = self.env["frontoffice.need"].create({"name": "Boiler", "company_id": self.company.id})
        self._asked(need, -5, 20)
        self.env["triangle.fact"]._refresh()
        found = self.dashboard.get_topics({"preset": "last_30_days"})
        self.assertEqual((found["rising"], found["compared"]), ([], False))
        self.assertEqual([row["name"] for row in found["unowned"]], ["Boiler"])

    def test_days_before_the_first_record_are_no_days_without_questions(self):
        """Two a day in the fourteen days recorded before and in thirty since: as often, not twice as often."""
        need, new = self.env["frontoffice.need"].create([
            {"name": name, "company_id": self.company.id} for name in ("Boiler", "Heat pump")])
        for day in range(44):
            self._asked(need, -day, 2)
        self._asked(new, -3, 20)
        self.env["triangle.fact"]._refresh()
        found = self.dashboard.get_topics({"preset": "last_30_days"})
        self.assertEqual([(row["name"], row["before"], row["times"]) for row in found["rising"]],
                         [("Heat pump", 0, None)], "a topic nobody knew in days that were recorded does rise")
        self.assertTrue(found["compared"])
