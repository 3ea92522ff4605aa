from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from .common import BackOfficeCase

MONDAY = "2026-03-02 10:00:00"


class AssignmentCase(BackOfficeCase):
    """Parts with three people who are at work on Mondays, and requests given to who has most room."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pia, cls.rob = cls._clerk("pia", cls.parts), cls._clerk("rob", cls.parts)
        cls.boss = cls._clerk("boss", cls.parts, "head")
        cls.people = cls.clerk | cls.pia | cls.rob
        cls.members = cls.env["backoffice.member"].search([("department_id", "=", cls.parts.id)])
        cls.members.filtered(lambda m: m.user_id in cls.people).capacity = 2
        cls.members.filtered(lambda m: m.user_id == cls.boss).capacity = 0
        cls.employees = cls.env["hr.employee"].create([
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id} for user in cls.people
        ])
        cls.service.assign_policy = "least_loaded"

    @classmethod
    def _skills(cls):
        """Gas, known by Jonas well enough and by Pia a little, both confirmed."""
        kind = cls.env["hr.skill.type"].create({
            "name": "Boilers", "skill_ids": [Command.create({"name": "Gas"})],
            "skill_level_ids": [
                Command.create({"name": "Knows", "level_progress": 50, "default_level": True}),
                Command.create({"name": "Master", "level_progress": 100}),
            ],
        })
        cls.gas, (cls.knows, cls.master) = kind.skill_ids, kind.skill_level_ids.sorted("level_progress")
        cls.lines = cls.env["hr.employee.skill"].create([
            {"employee_id": employee.id, "skill_type_id": kind.id, "skill_id": cls.gas.id, "skill_level_id": level.id}
            for employee, level in zip(cls.employees[:2], (cls.master, cls.knows), strict=True)
        ])
        cls.lines.with_user(cls.leader).action_validate()
        cls.service.write({"skill_ids": [Command.create({"skill_id": cls.gas.id, "level_id": cls.master.id})]})

    def _clock(self, now):
        moment = fields.Datetime.to_datetime(now)
        return patch("odoo.fields.Datetime.now", lambda: moment)

    def _come(self, count=1, now=MONDAY, **values):
        """Requests that come in on a working Monday."""
        with self._clock(now):
            requests = self.env["backoffice.handoff"].union(*(self._handoff(**values) for _n in range(count)))
            requests._record("sent")
        return requests

    def _drain(self, now=MONDAY):
        with self._clock(now):
            return self.env["backoffice.assignment"]._drain(self.parts, fields.Datetime.to_datetime(now))

    def _held(self, user):
        return self.env["backoffice.handoff"].search_count([("user_id", "=", user.id)])
