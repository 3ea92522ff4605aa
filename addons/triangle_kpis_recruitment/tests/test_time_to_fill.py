from datetime import date

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.back_common import BackCase, at
from odoo.addons.triangle_kpis.tests.common import NOW

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install")
class TestTimeToFill(BackCase):
    """Positions that look for people since a moment, and who was hired when."""

    def setUp(self):
        super().setUp()
        self.env["hr.recruitment.stage"].search([], limit=99).hired_stage = False
        self.hired = self.env["hr.recruitment.stage"].create({"name": "Signed", "sequence": 99, "hired_stage": True})

    def _job(self, when, target=1, department=0):
        self._at(at(when))
        return self.env["hr.job"].create({
            "name": "Engineer", "company_id": self.company.id, "no_of_recruitment": target,
            "department_id": self.departments[department].id})

    def _apply(self, job, when):
        self._at(at(when))
        return self.env["hr.applicant"].create({
            "partner_name": "Nora", "job_id": job.id, "company_id": self.company.id,
            "department_id": job.department_id.id})

    def _hire(self, applicant, when):
        self._at(at(when))
        applicant.stage_id = self.hired
        self.env.flush_all()

    def _days(self, window=MARCH, **filters):
        self._at(NOW)
        return self._value("K54F", window, **filters)

    def test_days_from_opening_to_hire(self):
        job, twice = self._job("02-01 09:00"), self._job("02-20 09:00", target=2, department=1)
        nora = self._apply(job, "02-15 09:00")
        emil, vera = self._apply(twice, "02-25 09:00"), self._apply(twice, "03-01 09:00")
        self.assertIsNone(self._days())
        self._hire(nora, "03-03 09:00")
        self.assertEqual(nora.service_opened_at, at("02-01 09:00"))
        self.assertAlmostEqual(self._days(), 30)
        self._hire(emil, "03-04 09:00")
        self._hire(vera, "03-05 09:00")
        self.assertAlmostEqual(self._days(), (30 + 12 + 13) / 3)
        self.assertEqual(set(self._opens("K54F", "all", MARCH)), {nora.id, emil.id, vera.id})
        self.assertAlmostEqual(self._days(department_id=self.departments[1].id), (12 + 13) / 2)
        vera.active = False
        self.assertAlmostEqual(self._days(), (30 + 12 + 13) / 3, msg="put away is hired all the same")
        emil.stage_id = self.env["hr.recruitment.stage"].search([("hired_stage", "=", False)], limit=1)
        self.assertAlmostEqual(self._days(), (30 + 13) / 2)
        self._assert_from_scratch()

    def test_opened_anew(self):
        """Filled, then looked for once more: the second time counts from there, the first keeps its own."""
        job = self._job("01-05 09:00")
        first = self._apply(job, "01-10 09:00")
        self._hire(first, "01-20 09:00")
        self.assertEqual(job.no_of_recruitment, 0)
        self._at(at("03-01 09:00"))
        job.no_of_recruitment = 1
        self._at(at("03-02 09:00"))
        job.no_of_recruitment = 2
        self.assertEqual(job.service_opened_at, at("03-01 09:00"), "it looked already")
        second = self._apply(job, "03-03 09:00")
        self._hire(second, "03-08 09:00")
        self.assertEqual((first.service_opened_at, second.service_opened_at), (at("01-05 09:00"), at("03-01 09:00")))
        self.assertAlmostEqual(self._days(), 7)

    def test_a_hire_that_was_none(self):
        """Dragged to the wrong column and back: the position has been looking all the time."""
        job = self._job("02-01 09:00")
        applicant = self._apply(job, "02-10 09:00")
        before = applicant.stage_id
        self._hire(applicant, "03-03 09:00")
        self._at(at("03-03 10:00"))
        applicant.stage_id = before
        self.env.flush_all()
        self.assertEqual((job.no_of_recruitment, job.service_opened_at), (1, at("02-01 09:00")))
        self.assertFalse(applicant.service_opened_at)
        self._hire(applicant, "03-08 09:00")
        self.assertAlmostEqual(self._days(), 35)

    def test_nobody_knows_since_when(self):
        job = self._job("02-01 09:00")
        job.service_opened_at = False  # as those that were there before
        applicant = self._apply(job, "02-10 09:00")
        self._hire(applicant, "03-03 09:00")
        self.assertIsNone(self._days())
        closed = self._job("02-01 09:00", target=0, department=1)
        self.assertFalse(closed.service_opened_at)
