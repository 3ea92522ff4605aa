from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_out import MARCH, OutCase


@tagged("post_install", "-at_install")
class TestOutApi(OutCase, HttpCase):
    """Other systems read figures with a key, and see what its user sees."""

    def _key(self, user):
        in_an_hour = fields.Datetime.add(fields.Datetime.now(), hours=1)
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", in_an_hour)

    def _call(self, path, key=None, status=200, **query):
        response = self.opener.get(
            f"{self.base_url()}/triangle/api/v1/{path}", params={**MARCH, **query}, timeout=30,
            headers={"Authorization": f"Bearer {key}"} if key else {})
        self.assertEqual(response.status_code, status, response.text[:300])
        return response.json()

    def test_figures_and_days(self):
        key = self._key(self._viewer("out_analyst", "triangle_kpis.group_analyst"))
        found = self._call("figures", key)
        k33 = next(figure for figure in found["figures"] if figure["code"] == "K33")
        self.assertEqual((k33["value"], k33["n"], len(k33["trend"])), (0.75, 40, 12))
        self.assertEqual(found["zones"], {str(self.company.id): "Europe/Berlin"})
        self.assertEqual(self._call("figures/K33", key)["figure"], k33)
        half = self._call("figures/K33", key, team=self.teams[0].id)["figure"]
        self.assertEqual(half["n"], 20)
        everything, after, pages = [], None, 0
        while after or not pages:
            page = self._call("days", key, limit=7, **({"after": after} if after else {}))
            everything, after, pages = everything + page["days"], page["next"], pages + 1
        self.assertGreater(pages, 2)
        self.assertEqual(everything, self._call("days", key)["days"])
        self.assertEqual(sum(day["den"] for day in everything if day["code"] == "promise_kept"), 40)

    def test_what_is_not_ripe_yet_is_sent(self):
        """Two interactions of two days ago: whether they come back is known in a week."""
        now = fields.Datetime.now()  # requests are counted at the real time
        for _n in range(2):
            at = now - timedelta(days=2)
            self._encounter(at, first_response_at=at, ended_at=at, outcome="informed", state="done")
        self.env["triangle.fact"]._refresh()
        key = self._key(self._viewer("out_viewer"))
        week = {"from": str(now.date() - timedelta(days=6)), "to": str(now.date())}
        k21 = self._call("figures/K21", key, **week)["figure"]
        self.assertEqual((k21["n"], k21["immature"]), (0, 2))
        self.assertEqual(self._call("figures/K33", key)["figure"]["immature"], 0)

    def test_errors_have_a_code_and_a_sentence(self):
        viewer = self._key(self._viewer("out_viewer"))
        analyst = self._key(self._viewer("out_analyst", "triangle_kpis.group_analyst"))
        nobody = self._key(self._viewer("out_nobody", "base.group_user"))
        other = self._company("Other House", "UTC")
        for status, code, path, key, query in (
            (401, "key", "figures", None, {}), (401, "key", "figures", "wrong", {}),
            (403, "rights", "figures", nobody, {}), (403, "rights", "days", viewer, {}),
            (403, "rights", "figures", viewer, {"companies": other.id}),
            (404, "figure", "figures/K99", viewer, {}), (400, "request", "figures", viewer, {"from": "yesterday"}),
            (400, "request", "days", analyst, {"limit": 1001}), (400, "request", "days", analyst, {"after": "x"}),
        ):
            with self.subTest(code=code, path=path, **query):
                answer = self._call(path, key, status, **query)
                self.assertEqual((set(answer), answer["error"]), ({"error", "message"}, code))
                self.assertTrue(answer["message"])
