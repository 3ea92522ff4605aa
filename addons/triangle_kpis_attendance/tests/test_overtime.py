from datetime import date

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.back_common import BackCase, at
from odoo.addons.triangle_kpis.tests.common import NOW

WINDOW = (date(2026, 3, 9), date(2026, 3, 13))


@tagged("post_install", "-at_install")
class TestOvertime(BackCase):
    """Extra hours of two people in a week of five days of eight hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parts, cls.sales = cls.departments[:2]

    def setUp(self):
        super().setUp()
        self._at(at("01-01 08:00"))
        self.people = self.env["hr.employee"].create([
            {"name": name, "company_id": self.company.id, "department_id": department.id}
            for name, department in (("Jonas", self.parts), ("Ines", self.sales))])
        self._at(NOW)
        self.env["triangle.workday"]._fill(*WINDOW)

    def _extra(self, person, day, hours, status="approved"):
        return self.env["hr.attendance.overtime.line"].create({
            "employee_id": self.people[person].id, "date": date(2026, 3, day), "duration": hours,
            "manual_duration": hours, "status": status})

    def test_extra_hours_of_the_hours_people_could_work(self):
        long, waits = self._extra(0, 9, 3), self._extra(1, 10, 1, "to_approve")
        self._extra(0, 11, 4, "refused")
        self._extra(0, 12, -2)
        self._extra(0, 16, 5)
        self.assertAlmostEqual(self._value("K55O", WINDOW), 4 / 80)
        self.assertEqual(set(self._opens("K55O", "all", WINDOW)), {long.id, waits.id})
        self.assertAlmostEqual(self._value("K55O", WINDOW, department_id=self.parts.id), 3 / 40)
        self.assertAlmostEqual(self._value("K55O", WINDOW, department_id=self.sales.id), 1 / 40)
        self.assertIsNone(self._value("K55O", WINDOW, team_id=self.teams[0].id), "people belong to departments")
        waits.status = "refused"
        long.manual_duration = 2
        self.assertAlmostEqual(self._value("K55O", WINDOW), 2 / 80)
        long.unlink()
        self.assertAlmostEqual(self._value("K55O", WINDOW), 0)
        self._assert_from_scratch()

    def test_as_attendances_reckons_them(self):
        """Ten hours at work on a day of eight."""
        ruleset = self.env["hr.attendance.overtime.ruleset"].create({
            "name": "Day", "company_id": self.company.id, "rule_ids": [(0, 0, {
                "name": "More than the contract", "base_off": "quantity", "quantity_period": "day",
                "expected_hours_from_contract": True})]})
        self.people[0].version_id.ruleset_id = ruleset
        self.env["hr.attendance"].create({
            "employee_id": self.people[0].id, "check_in": at("03-10 07:00"), "check_out": at("03-10 18:00")})
        lines = self.env["hr.attendance.overtime.line"].search([("employee_id", "=", self.people[0].id)])
        self.assertTrue(lines)
        self.assertAlmostEqual(self._value("K55O", WINDOW), sum(lines.mapped("manual_duration")) / 80)
        self.assertGreater(self._value("K55O", WINDOW), 0)
