from datetime import timedelta

from odoo.tests import tagged

from ..models.triangle_workday import DAYS, FIRST
from .back_common import BackCase, at
from .common import NOW


@tagged("post_install", "-at_install")
class TestWorkday(BackCase):
    """How far back people and days are looked at."""

    def _person(self, company):
        self._at(at("01-01 08:00") - timedelta(days=900))
        person = self.env["hr.employee"].create({"name": "Jonas", "company_id": company.id})
        self._at(NOW)
        return person

    def _days(self, person):
        return self.env["triangle.workday"].search_count([("employee_id", "=", person.id)])

    def test_a_company_of_which_nothing_is_known_is_looked_at_from_further_back(self):
        Workday, other = self.env["triangle.workday"], self.env["res.company"].create({"name": "Elsewhere"})
        first = self._person(self.company)
        Workday._fill_days(FIRST, self.company)
        self.assertEqual(self._days(first), FIRST)
        late, beside = self._person(self.company), self._person(other)
        Workday._fill_new()
        self.assertEqual((self._days(late), self._days(beside)), (DAYS, FIRST))

    def test_one_company_alone(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        here, there = self._person(self.company), self._person(other)
        self.env["triangle.workday"]._fill_days(31, other)
        self.assertEqual((self._days(here), self._days(there)), (0, 31))
        self.env["triangle.workday"]._fill_days(31, self.company)
        self.assertEqual((self._days(here), self._days(there)), (31, 31))
