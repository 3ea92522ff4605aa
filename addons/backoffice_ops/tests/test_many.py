import base64
import json

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .test_escalation import PostCase

MANY, LATE = 10_000, 40


@tagged("post_install", "-at_install")
class TestManyOpenClocks(PostCase):
    """Ten thousand clocks run: a sweep costs what it finds, not what is open, and an edited calendar moves none."""

    def setUp(self):
        super().setUp()
        self.first = self._in_work()
        self.env.flush_all()

    def _clone(self, count, due):
        """Requests like the first one, written straight into the table."""
        skipped = ("id", "name", "due_at")
        names = [
            f'"{name}"' for name, field in self.first._fields.items()
            if field.store and field.column_type and name not in skipped
        ]
        columns = ", ".join(names)
        self.env.cr.execute(
            f"INSERT INTO backoffice_handoff (name, due_at, {columns}) SELECT %s || n, %s, {columns}"  # noqa: S608
            " FROM backoffice_handoff, generate_series(1, %s) n WHERE id = %s",
            [f"{due:%d%H%M}-", due, count, self.first.id])
        self.env.invalidate_all()

    def _swept(self, when):
        """(steps found, statements they took)"""
        with freeze_time(self._at(when)):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            found = self.Sent._sweep()
            self.env.flush_all()
            return found, self.env.cr.sql_log_count - before

    def test_a_sweep_costs_what_it_finds(self):
        self._clone(LATE, self._at("Mon 12:00"))
        found, few = self._swept("Mon 15:00")
        self.assertEqual(found, LATE)
        self._clone(MANY, self._at("Fri 17:00"))
        self._clone(LATE, self._at("Mon 12:30"))
        found, many = self._swept("Mon 15:01")
        self.assertEqual(found, LATE, "what was told is not told again, what has time is not told yet")
        self.assertLessEqual(many, few)

    def test_an_edited_calendar_moves_no_clock(self):
        self._clone(MANY, self._at("Fri 17:00"))
        moments = "SELECT due_at, COUNT(*) FROM backoffice_handoff GROUP BY 1 ORDER BY 1"
        before = self.env.execute_query(SQL(moments))
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4").unlink()
        self.env.flush_all()
        self.assertEqual(self.env.execute_query(SQL(moments)), before)



@tagged("post_install", "-at_install")
class TestSameName(PostCase):
    """Two companies, both with a department called Parts: neither sees or answers for the other's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.other_company
        cls.their_parts = cls.env["hr.department"].create({"name": cls.parts.name, "company_id": other.id})
        cls.their_clerk = new_test_user(
            cls.env, "wanda", "backoffice_ops.group_clerk", company_id=other.id, company_ids=[Command.set(other.ids)],
            email="wanda@example.com",
        )
        cls.env["backoffice.member"].create({
            "user_id": cls.their_clerk.id, "department_id": cls.their_parts.id, "company_id": other.id,
        })
        cls.theirs = cls.env["backoffice.service"].create({
            "name": "Order a part", "department_id": cls.their_parts.id, "company_id": other.id, "deliver_hours": 8,
        })

    def test_each_sees_its_own(self):
        ours = self._handoff()
        ours.with_user(self.agent).action_send()
        theirs = self.env["backoffice.handoff"].with_company(self.other_company).create({
            "subject": "Their pump", "service_id": self.theirs.id, "company_id": self.other_company.id,
        })
        theirs.action_send()
        Handoff = self.env["backoffice.handoff"].with_context(allowed_company_ids=[])
        for user, own, other in ((self.clerk, ours, theirs), (self.their_clerk, theirs, ours)):
            seen = Handoff.with_user(user).search([("to_department_id.name", "=", self.parts.name)])
            self.assertIn(own, seen)
            self.assertNotIn(other, seen)

    def test_a_set_up_file_finds_the_department_of_its_own_company(self):
        content = {"set_up_file": 1, "request_types": [{"code": "pump", "name": "Order a pump", "department": "Parts"}]}
        for company, department in ((self.company, self.parts), (self.other_company, self.their_parts)):
            wizard = self.env["frontoffice.setup.import"].with_company(company).create({
                "data": base64.b64encode(json.dumps(content).encode()), "filename": "test.json"})
            wizard.action_compare()
            self.assertFalse(wizard.problems, wizard.problems)
            wizard.action_apply()
            made = self.env["backoffice.service"].search([("code", "=", "pump"), ("company_id", "=", company.id)])
            self.assertEqual(made.department_id, department)
