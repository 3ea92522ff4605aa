from datetime import date

from odoo.tests import tagged

from .back_common import BackCase, at
from .common import NOW


@tagged("post_install", "-at_install")
class TestTraining(BackCase):
    """What people learnt, from their résumés."""

    def _employee(self, user, department, **vals):
        return self.env["hr.employee"].create({
            "name": user.name, "user_id": user.id, "company_id": self.company.id,
            "department_id": department and department.id, **vals})

    def test_k50_hours_of_training(self):
        """Courses of four and eight hours in a fortnight of two people; the rest is no course, or tells no hours."""
        parts, sales = self.departments
        self._at(at("01-01 08:00"))
        first, second = (self._employee(user, parts) for user in self.colleagues[:2])
        self._at(NOW)
        course = self.env["hr.resume.line.type"].create({"name": "Course", "is_course": True})
        other = self.env["hr.resume.line.type"].create({"name": "School"})
        Line = self.env["hr.resume.line"]
        long, short, *_rest = Line.create([
            {"name": name, "employee_id": person.id, "line_type_id": kind.id, "duration": hours,
             "date_start": start, "date_end": end}
            for name, person, kind, hours, start, end in (
                ("Brazing", first, course, 8, date(2026, 3, 5), date(2026, 3, 10)),
                ("Phone", second, course, 4, date(2026, 3, 11), False),
                ("Later", second, course, 4, date(2026, 3, 17), date(2026, 3, 18)),
                ("Unknown", second, course, 0, date(2026, 3, 11), False),
                ("School", second, other, 900, date(2026, 3, 11), False))])
        window = (date(2026, 3, 9), date(2026, 3, 17))
        self.env["triangle.workday"]._fill(*window)
        self.assertAlmostEqual(self._value("K50H", window), 12 / 2)
        self.assertEqual(set(self._opens("K50H", "all", window)), {long.id, short.id})
        self.assertAlmostEqual(self._value("K50H", window, department_id=parts.id), 12 / 2)
        self.assertIsNone(self._value("K50H", window, department_id=sales.id))
        short.duration = 6
        self.assertAlmostEqual(self._value("K50H", window), 14 / 2)
        long.unlink()
        self.assertAlmostEqual(self._value("K50H", window), 6 / 2)
        self._assert_from_scratch()
