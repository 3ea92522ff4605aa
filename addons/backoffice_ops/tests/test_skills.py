from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestSkills(BackOfficeCase):
    """A confirmed skill decides who gets a case; one's own word does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env["hr.skill.type"].create({
            "name": "Boilers",
            "skill_ids": [Command.create({"name": "Gas"})],
            "skill_level_ids": [
                Command.create({"name": "Knows", "level_progress": 50, "default_level": True}),
                Command.create({"name": "Master", "level_progress": 100}),
            ],
        })
        cls.gas, cls.levels = kind.skill_ids, kind.skill_level_ids.sorted("level_progress")
        cls.people = cls.agent | cls.clerk | cls.banker
        cls.employees = cls.env["hr.employee"].create([
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id} for user in cls.people
        ])
        cls.lines = cls.env["hr.employee.skill"].create([
            {"employee_id": employee.id, "skill_type_id": kind.id, "skill_id": cls.gas.id, "skill_level_id": level.id}
            for employee, level in zip(cls.employees[:2], cls.levels, strict=True)
        ])
        cls.need.skill_ids = cls.gas
        cls.employees.resource_calendar_id = False  # always at work, so that no test depends on the day
        cls.team.member_ids = cls.people
        cls.env["frontoffice.route"].create({
            "name": "Gas", "team_id": cls.team.id, "policy": "skilled", "company_id": cls.company.id,
        })

    def _come(self):
        return self.env["frontoffice.case"].create({
            "subject": "No heat", "need_id": self.need.id, "channel_id": self.channel.id,
            "company_id": self.company.id, "source": "mail",
        })

    def test_an_unconfirmed_skill_does_not_count(self):
        case = self._come()
        self.assertEqual(case.assignment_ids.relaxed, "skill", "nobody's skill is confirmed")

    def test_who_knows_most_gets_it(self):
        self.lines.with_user(self.leader).action_validate()
        case = self._come()
        self.assertEqual(case.user_id, self.clerk, "the master, though the others have as much room")
        self.assertFalse(case.assignment_ids.relaxed)
        self.assertIn("Lacks the skill", case.assignment_ids.explanation)

    def test_a_full_master_is_not_waited_for(self):
        self.lines.with_user(self.leader).action_validate()
        self.clerk.case_capacity = 0
        self.assertEqual(self._come().user_id, self.agent)

    def test_an_expired_skill_does_not_count(self):
        self.lines.with_user(self.leader).action_validate()
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        self.lines[1].sudo().write({"valid_from": yesterday, "valid_to": yesterday})
        self.assertEqual(self._come().user_id, self.agent)

    def test_nobody_confirms_their_own(self):
        own = self.employees.create({"name": "Grace", "user_id": self.leader.id, "company_id": self.company.id})
        line = self.lines.create({
            "employee_id": own.id, "skill_type_id": self.gas.skill_type_id.id, "skill_id": self.gas.id,
            "skill_level_id": self.levels[0].id,
        })
        with self.assertRaises(UserError):
            line.with_user(self.leader).action_validate()
        with self.assertRaises(AccessError):
            line.with_user(self.agent).action_validate()
        with self.assertRaises(AccessError):
            line.with_user(self.leader).write({"validated_by_id": self.leader.id})

    def test_another_level_is_confirmed_anew(self):
        self.lines.with_user(self.leader).action_validate()
        self.lines[0].skill_level_id = self.levels[1]
        self.assertFalse(self.lines[0].validated_by_id)
        self.assertTrue(self.lines[1].validated_by_id)


@tagged("post_install", "-at_install")
class TestCertificateTwice(TransactionCase):
    """A certificate that ran out and was made again: stock's warning goes by the newer one, whatever the plan."""

    def test_the_newer_one_decides(self):
        kind = self.env["hr.skill.type"].create({
            "name": "Gas papers", "is_certification": True, "skill_ids": [Command.create({"name": "Gas"})],
            "skill_level_ids": [Command.create({"name": "Held", "level_progress": 100, "default_level": True})],
        })
        papers = {"skill_type_id": kind.id, "skill_id": kind.skill_ids.id, "skill_level_id": kind.skill_level_ids.id}
        job = self.env["hr.job"].create({"name": "Fitter"})
        self.env["hr.job.skill"].create({"job_id": job.id, "valid_to": False, **papers})
        fitter = self.env["hr.employee"].create({"name": "Fitter", "job_id": job.id, "user_id": self.env.uid})
        today = fields.Date.today()
        held = self.env["hr.employee.skill"].create([
            {"employee_id": fitter.id, "valid_from": today - timedelta(days=first), "valid_to": last, **papers}
            for first, last in ((400, today - timedelta(days=30)), (29, False))
        ])
        self.env.invalidate_all()
        self.assertEqual(self.env["hr.employee.skill"].search([("employee_id", "=", fitter.id)]), held)
        told = self.env["hr.employee"]._add_certification_activity_to_employees()
        self.assertNotIn(fitter.id, told.mapped("res_id"))
