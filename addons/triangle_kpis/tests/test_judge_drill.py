from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestJudgeDrill(TriangleCase):
    """Every kind of number opens exactly its records; lists of any length too."""

    def _open(self, code, part=None, **filters):
        self.env["triangle.fact"]._refresh()
        action = self.dashboard.drill(code, {"preset": "last_month", **filters}, part)
        return self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"]), action

    def _due(self, i=0, **vals):
        return self._promise(NOW.replace(month=2, day=10) + timedelta(minutes=i), **vals)

    def test_signs_and_parts_open_what_they_count(self):
        late = NOW.replace(month=2, day=20)
        made = {
            "heroic": self._due(enabled_at=False), "over": self._due(realistic="no", fulfilled_at=late),
            "enable": self._due(enabled_at=False, fulfilled_at=late), "deliver": self._due(fulfilled_at=late),
        }
        for part, promise in made.items():
            self.assertEqual(self._open("K33", part)[0], promise, part)
        self.assertEqual(self._open("K33", "all")[1]["total"], 4)
        page = self.dashboard.get_page({"preset": "last_month"})
        self.assertEqual(page["overlap"], {
            "over_enabled": 1, "over_not_enabled": 0, "enable": 1, "deliver": 1, "heroic": 1, "unknown": 0})
        heroic = next(sign for sign in page["signs"] if sign["code"] == "heroic")
        self.assertEqual((heroic["value"], heroic["n"], heroic["drill"]), (0.25, 4, {"kpi": "K33", "part": "heroic"}))
        with self.assertRaises(UserError):
            self._open("K33", "nonsense")

    def test_a_long_list_is_found_by_the_server(self):
        promises = self.env["frontoffice.promise"]
        for i in range(6):
            promises |= self._due(i, fulfilled_at=False if i < 4 else NOW)
        drill = "odoo.addons.triangle_kpis.models.triangle_dashboard_drill.LISTED"
        with patch(drill, 3):
            found, action = self._open("K33", "all")
            self.assertEqual((found, action["total"], action["visible"]), (promises, 6, None))
            self.assertEqual(action["domain"][0][0], "triangle_drill")
            page = self.env["frontoffice.promise"].search(action["domain"], limit=2, offset=4, order="id")
            self.assertEqual(page, promises.sorted("id")[4:])
            team = self._open("K33", "all", team_id=self.teams[0].id)[0]
            self.assertEqual(team, promises)

    def test_how_many_a_long_list_has_as_far_as_asked(self):
        promises = self.env["frontoffice.promise"]
        for i in range(6):
            promises |= self._due(i)
        drill = "odoo.addons.triangle_kpis.models.triangle_dashboard_drill.LISTED"
        with patch(drill, 3):
            action = self._open("K33", "all")[1]
            listed = promises.with_context(**action["context"])
            lengths = [listed.web_search_read(action["domain"], {}, limit=2, count_limit=most)["length"]
                       for most in (4, 6, 7)]
            self.assertEqual(lengths, [4, 6, 6])
            self.assertEqual(listed.search_count([*action["domain"], ("id", "in", promises[:2].ids)], limit=4), 2)
            self.assertEqual(listed.search_count(["!", *action["domain"], ("id", "in", promises.ids)], limit=4), 0)
            promises[0].company_id = self.env["res.company"].create({"name": "Elsewhere"})
            self.env.flush_all()
            seer = self._viewer("seer", "triangle_kpis.group_viewer,frontoffice_crm.group_agent")
            seen = listed.with_user(seer).search_count(action["domain"], limit=6)
            self.assertEqual(seen, 5, "what may not be seen is not counted")

    def test_a_name_of_a_list_gives_no_rights(self):
        self._due()
        with patch("odoo.addons.triangle_kpis.models.triangle_dashboard_drill.LISTED", 0):
            action = self._open("K33", "all")[1]
        stranger = self._viewer("stranger", "base.group_user,frontoffice_crm.group_agent")
        with self.assertRaises(AccessError):
            self.env["frontoffice.promise"].with_user(stranger).search(action["domain"])
        Promise = self.env["frontoffice.promise"]
        for nonsense in ("", "{", "[]", '{"kpi": "K33"}', False):
            self.assertFalse(Promise.search([("triangle_drill", "=", nonsense)]))
        self.assertFalse(self.env["frontoffice.case"].search(action["domain"]))

    def test_topics_open_their_interactions(self):
        need = self.env["frontoffice.need"].create({"name": "Boiler stopped", "company_id": self.company.id})
        asked = self._encounter(NOW.replace(month=2, day=10), need_id=need.id)
        self._encounter(NOW.replace(month=2, day=10))
        if "topic_unheard" not in self.env["triangle.measure"]._ids_by_code():
            self.skipTest("topics are not counted here")
        self.assertEqual(self._open("K28", f"topic:{need.id}")[0], asked)
