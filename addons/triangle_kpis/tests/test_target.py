import base64
import csv
from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import file_path
from odoo.tools.misc import file_open

from .common import TriangleCase

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@tagged("post_install", "-at_install")
class TestTarget(TriangleCase):
    """Targets per company, team, department and pair, and files of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kpi = cls.env["triangle.kpi"].search([("code", "=", "K38")])
        cls.Target = cls.env["triangle.target"]

    def _target(self, value, **vals):
        return self.Target.create({"kpi_id": self.kpi.id, "company_id": self.company.id, "value": value,
                                   **MARCH, **vals})

    def _in_force(self, *who):
        found = self.Target._in_force("2026-03-18", *who).get(self.kpi.id)
        return found and found.value

    def test_what_fits_more_closely_wins(self):
        team, department = self.teams[0].id, self.departments[0].id
        self.assertIsNone(self._in_force())
        for value, who in ((0.5, {}), (0.6, {"department_id": department}), (0.7, {"team_id": team}),
                           (0.8, {"team_id": team, "department_id": department})):
            self._target(value, **who)
        self.assertEqual([self._in_force(), self._in_force(False, department), self._in_force(team),
                          self._in_force(team, department), self._in_force(self.teams[1].id)],
                         [0.5, 0.6, 0.7, 0.8, 0.5])

    def test_only_in_its_period_and_company(self):
        self._target(0.5)
        self.assertNotIn(self.kpi.id, self.Target._in_force("2026-04-01"))
        other = self._company("Other House", "UTC")
        self.assertFalse(self.Target.with_company(other)._in_force("2026-03-18"))

    def test_a_share_is_a_fraction(self):
        with self.assertRaisesRegex(ValidationError, "write 0.95 for 95"):
            self._target(95)
        with self.assertRaisesRegex(ValidationError, "ends after it begins"):
            self._target(0.9, date_from="2026-04-01")

    def test_a_pair_sees_the_same_tile(self):
        """The team's leader and the department's clerk: one tile, of what goes between them."""
        for i in range(4):
            self._handoff(timedelta(days=-2, minutes=-i), final_at=None if i else False)
        self._handoff(service=1)
        self._handoff(from_team_id=self.teams[1].id)
        self._target(0.8, team_id=self.teams[0].id, department_id=self.departments[0].id)
        self.env["triangle.fact"]._refresh()
        leader, clerk, other = (self._viewer(f"pair_{name}") for name in ("leader", "clerk", "other"))
        self.teams[0].user_id = leader
        self.env["backoffice.member"].create({
            "user_id": clerk.id, "department_id": self.departments[0].id, "company_id": self.company.id})
        seen = [self.dashboard.with_user(user).get_page({"preset": "last_30_days"})["shared"]
                for user in (leader, clerk, other)]
        self.assertEqual(seen[0], seen[1])
        self.assertFalse(seen[2], "nobody else's business")
        tile = seen[0][0]["tile"]
        self.assertEqual((tile["code"], tile["n"], tile["target"]), ("K38", 4, 0.8))
        self.assertEqual(seen[0][0]["with"], ["Desk 0", "Parts"])
        filters = seen[0][0]["filters"]
        self.assertEqual((filters["team_id"], filters["department_id"]), (self.teams[0].id, self.departments[0].id))
        analyst = self._viewer("pair_analyst", "triangle_kpis.group_analyst")
        self.assertEqual(len(self.dashboard.with_user(analyst).get_page({})["shared"]), 1)

    def test_a_pair_about_promises(self):
        """A figure that knows no departments is the team's, and still shared."""
        self._promise()
        self.env["triangle.fact"]._refresh()
        self.kpi = self.env["triangle.kpi"].search([("code", "=", "K33")])
        self._target(0.9, team_id=self.teams[0].id, department_id=self.departments[0].id)
        shared = self.dashboard.get_page({"preset": "last_30_days"})["shared"]
        self.assertEqual((shared[0]["tile"]["n"], shared[0]["tile"]["target"]), (1, 0.9))
        self.assertNotIn("department_id", shared[0]["filters"])

    def test_the_import_template_imports(self):
        """One line a month, as the template says it."""
        self.teams[0].name, self.departments[0].name = "Front Desk", "Parts"
        template = self.Target.get_import_templates()[0]["template"].lstrip("/")
        self.assertTrue(file_path(template))
        with file_open(template) as file:
            rows = list(csv.reader(file))
        analyst = new_test_user(self.env, "import_analyst", "triangle_kpis.group_analyst,base.group_system",
                                company_id=self.company.id, company_ids=[(6, 0, self.company.ids)])
        result = self.Target.with_user(analyst).with_company(self.company).load(rows[0], rows[1:])
        self.assertFalse(result["messages"])
        found = self.Target.browse(result["ids"])
        self.assertEqual(found.mapped("kpi_id.code"), ["K33", "K38"])
        pair = found.filtered("department_id")
        self.assertEqual((pair.team_id, pair.department_id, pair.value), (self.teams[0], self.departments[0], 0.92))

    def test_round_trip_of_the_set_up_file(self):
        """Targets and alert rules go out and come back the same, pairs too."""
        self._target(0.8, team_id=self.teams[0].id, department_id=self.departments[0].id, reason="Together")
        self._target(0.7)
        self.env["triangle.alert.rule"].create({
            "company_id": self.company.id, "kpi_id": self.kpi.id, "days": 5, "by_team": False})
        setup = self.env["frontoffice.setup"].with_company(self.company)  # as the superuser: rights are tested there
        text = setup._export("round trip")
        self.assertIn("Parts", text)
        self.Target.search([("company_id", "=", self.company.id)]).unlink()
        self.env["triangle.alert.rule"].search([("company_id", "=", self.company.id)]).unlink()
        wizard = self.env["frontoffice.setup.import"].with_company(self.company).create({
            "data": base64.b64encode(text.encode()), "filename": "ours.json"})
        wizard.action_compare()
        self.assertFalse(wizard.problems, wizard.problems)
        wizard.action_apply()
        pair = self.Target.search([("company_id", "=", self.company.id), ("department_id", "!=", False)])
        self.assertEqual((pair.value, pair.team_id, pair.reason), (0.8, self.teams[0], "Together"))
        rule = self.env["triangle.alert.rule"].search([("company_id", "=", self.company.id)])
        self.assertEqual((rule.kpi_id, rule.days, rule.by_team), (self.kpi, 5, False))
        self.assertEqual(setup._export("round trip"), text)
