import json

from odoo import fields, http
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_out import DAYS, MARCH, OutCase


@tagged("post_install", "-at_install")
class TestTaken(OutCase, HttpCase):
    """Single records and counted days leave as a file: who, when, which figure and filters are written down."""

    def setUp(self):
        super().setUp()
        self.user = new_test_user(
            self.env, "taken_analyst", company_id=self.company.id, company_ids=[Command.set(self.company.ids)],
            groups="triangle_kpis.group_analyst,frontoffice_crm.group_manager,base.group_allow_export")
        self.old = self.env["triangle.access.log"].search([])

    def _new(self):
        self.env.invalidate_all()
        return self.env["triangle.access.log"].search([]) - self.old

    def _export(self, kind, action, ids=False):
        self.authenticate("taken_analyst", "taken_analyst")
        data = {
            "model": action["res_model"], "fields": [{"name": "name", "label": "Name", "type": "char"}], "ids": ids,
            "domain": action["domain"], "import_compat": False,
            "context": {**action["context"], "allowed_company_ids": self.company.ids},
        }
        answer = self.url_open(f"/web/export/{kind}", data={
            "data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)})
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        return answer

    def test_records_behind_a_figure(self):
        drill = self.dashboard.with_user(self.user).drill("K33", {**DAYS, "team_id": self.teams[0].id}, "miss")
        self.assertFalse(self._new(), "to look is no file")
        answer = self._export("csv", drill)
        self.assertEqual(len(answer.text.strip().splitlines()), 1 + drill["total"])
        line = self._new()
        self.assertEqual((line.user_id, line.person_id.id, line.kind, line.figures),
                         (self.user, False, "file", "K33 miss"))
        self.assertEqual(line.company_id, self.company)
        self.assertIn("2026-03-01 – 2026-03-18", line.filters)
        self.assertIn("Desk 0", line.filters)
        self._export("xlsx", drill, ids=drill["domain"][0][2][:1])
        self.assertEqual(len(self._new()), 2)

    def test_a_list_that_is_no_figure_is_not(self):
        action = {"res_model": "frontoffice.promise", "domain": [["company_id", "=", self.company.id]], "context": {}}
        self._export("csv", action)
        self.assertFalse(self._new())

    def test_a_name_that_cannot_be_read_is_still_a_file(self):
        action = {"res_model": "frontoffice.promise", "domain": [["company_id", "=", self.company.id]],
                  "context": {"triangle_drill": "nonsense"}}
        self._export("csv", action)
        self.assertEqual(self._new().figures, "?")

    def test_counted_days_are_and_figures_are_not(self):
        self.authenticate("taken_analyst", "taken_analyst")
        query = "&".join(f"{name}={value}" for name, value in {**MARCH, "team": self.teams[0].id}.items())
        for kind in ("csv", "xlsx"):
            self.assertEqual(self.url_open(f"/triangle/export/figures.{kind}?{query}").status_code, 200)
        self.assertFalse(self._new())
        for kind in ("csv", "xlsx"):
            self.assertEqual(self.url_open(f"/triangle/export/days.{kind}?{query}").status_code, 200)
        lines = self._new()
        self.assertEqual(lines.mapped("figures"), ["days", "days"])
        self.assertIn("Desk 0", lines[0].filters)

    def test_the_first_page_of_another_system_stands_for_all(self):
        until = fields.Datetime.add(fields.Datetime.now(), hours=1)
        key = self.env["res.users.apikeys"].with_user(self.user).sudo()._generate("rpc", "test", until)
        after, pages = None, 0
        while after or not pages:
            answer = self.opener.get(
                f"{self.base_url()}/triangle/api/v1/days", timeout=30, headers={"Authorization": f"Bearer {key}"},
                params={**MARCH, "limit": 7, **({"after": after} if after else {})}).json()
            after, pages = answer["next"], pages + 1
        self.assertGreater(pages, 2)
        self.assertEqual(self._new().mapped("figures"), ["days"])

    def test_the_sheet_counts_them_apart(self):
        self.env["triangle.access.log"].with_user(self.user)._note_taken("days", {})
        found = self.env["triangle.council"]._openings()
        self.assertEqual((found["n"], found["files"], found["takers"]), (0, 1, 1))
