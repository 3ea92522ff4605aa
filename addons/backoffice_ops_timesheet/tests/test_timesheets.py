from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase

from ..hooks import post_init_hook


@tagged("post_install", "-at_install")
class TestTimesheets(BackOfficeCase):
    """What a request costs comes from the timesheets of its task: Wanda costs 40 an hour; usual would be 2 h at 30."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund.write({"cost_fixed": 10, "touch_hours": 2, "hour_rate": 30})
        cls.project = cls.env["project.project"].create({
            "name": "Finance work", "company_id": cls.company.id, "allow_timesheets": True,
            "privacy_visibility": "employees", "type_ids": [Command.create({"name": "New"})],
        })
        cls.refund.project_id = cls.project
        (cls.banker | cls.head).group_ids = [Command.link(cls.env.ref("project.group_project_user").id)]
        cls.head.group_ids = [
            Command.link(cls.env.ref(group).id)
            for group in ("backoffice_ops.group_head", "hr_timesheet.group_hr_timesheet_approver")
        ]
        cls.worker = new_test_user(
            cls.env, "wanda", "project.group_project_user,hr_timesheet.group_hr_timesheet_user",
            company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )
        cls.wanda, cls.otto = cls.env["hr.employee"].create([
            {"name": "Wanda", "user_id": cls.worker.id, "company_id": cls.company.id, "hourly_cost": 40},
            {"name": "Otto", "company_id": cls.company.id, "hourly_cost": 100},
        ])

    def _in_work(self, **values):
        request = self._handoff(service_id=self.refund.id, **values)
        request.with_user(self.agent).action_send()
        action = request.with_user(self.banker).action_make_task()
        return request, self.env["project.task"].browse(action["res_id"])

    def _log(self, task, hours, employee=None, **values):
        return self.env["account.analytic.line"].create({
            "name": "Looked it up", "task_id": task.id, "unit_amount": hours, "date": date(2026, 1, 5),
            "employee_id": (employee or self.wanda).id, **values,
        })

    def test_the_cost_is_that_of_the_lines(self):
        request, task = self._in_work()
        self.assertFalse(request.actual_cost, "nothing is known yet")
        line = self._log(task, 1.5)
        self.assertEqual(line.amount, -60)
        self.assertEqual(request.actual_cost, 10 + 60)
        line.unit_amount = 3
        self.assertEqual(request.actual_cost, 10 + 120)
        line.employee_id = self.otto
        self.assertEqual(request.actual_cost, 10 + 300)
        words = request.with_user(self.head).cost_words
        self.assertIn("3.00 h in timesheets", words)
        line.unlink()
        self.assertFalse(request.actual_cost)

    def test_every_task_and_their_sub_tasks(self):
        request, task = self._in_work()
        second = self.env["project.task"].browse(request.with_user(self.banker).action_make_task()["res_id"])
        sub = self.env["project.task"].create({"name": "Part", "parent_id": task.id, "project_id": self.project.id})
        deep = self.env["project.task"].create({"name": "Detail", "parent_id": sub.id, "project_id": self.project.id})
        other = self.env["project.task"].create({
            "name": "For somebody else", "parent_id": task.id, "project_id": self.project.id,
            "handoff_id": self._in_work()[0].id})
        for one in (task, second, deep, other):
            self._log(one, 1)
        line = self._log(sub, 1)
        self.assertEqual(request.actual_cost, 10 + 4 * 40, "not what fulfils another request")
        line.employee_id = self.otto
        self.assertEqual(request.actual_cost, 10 + 3 * 40 + 100)

    def test_usual_hours_count_where_nobody_logged_any(self):
        request, task = self._in_work()
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual(request.actual_cost, 10 + 60)
        self._log(task, 0.5)
        self.assertEqual(request.actual_cost, 10 + 20, "logged afterwards")

    def test_typed_hours_come_first_and_are_not_typed_beside_timesheets(self):
        request, task = self._in_work()
        mine = request.with_user(self.banker)
        mine.hours_spent = 3
        self._log(task, 1)
        self.assertEqual(request.actual_cost, 10 + 3 * 30)
        mine.hours_spent = 0
        self.assertEqual(request.actual_cost, 10 + 40)
        with self.assertRaisesRegex(UserError, "come from the timesheets"):
            mine.hours_spent = 5
        self.env.invalidate_all()
        form = Form(mine)
        self.assertEqual((form.timesheet_hours, form.hours_spent), (1, 0))
        self.assertTrue(form._get_modifier("hours_spent", "invisible"))

    def test_currency_of_the_company_at_the_rate_of_the_day(self):
        """A line kept in another currency is worth what it was on its day."""
        request, task = self._in_work()
        line = self._log(task, 1)
        other = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1)
        other.active = True
        other.rate_ids.unlink()
        self.env["res.currency.rate"].create([
            {"currency_id": other.id, "company_id": self.company.id, "name": day, "rate": rate}
            for day, rate in (("2026-01-01", 2), ("2026-01-06", 4))
        ])
        self.env.cr.execute("UPDATE account_analytic_line SET currency_id = %s WHERE id = %s", [other.id, line.id])
        line.invalidate_recordset()
        self.assertEqual(-request._in_currency(line), 20)

    def test_who_sees_the_hours_and_the_lines(self):
        request, task = self._in_work()
        line = self._log(task, 2)
        self.assertEqual(request.with_user(self.agent).timesheet_hours, 0, "the sender sees no hours")
        self.assertEqual(request.with_user(self.banker).timesheet_hours, 2, "without a right on timesheets")
        action = request.with_user(self.head).action_view_timesheets()
        self.assertEqual(self.env[action["res_model"]].with_user(self.head).search(action["domain"]), line)

    def test_what_was_logged_before_it_was_installed(self):
        request, task = self._in_work()
        self._log(task, 1)
        self.env.flush_all()
        self.env.cr.execute("UPDATE backoffice_handoff SET actual_cost = 0 WHERE id = %s", [request.id])
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertEqual(request.actual_cost, 10 + 40)

    def test_an_archived_task_did_cost_as_well(self):
        request, task = self._in_work()
        self._log(task, 1)
        task.active = False
        self._log(task, 1)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((request.with_user(self.banker).timesheet_hours, request.actual_cost), (2, 10 + 80))

    def test_work_without_tasks_asks_no_timesheets(self):
        """What has no task costs what it did, without a look at timesheets."""
        request = self._handoff(service_id=self.refund.id)
        request.with_user(self.agent).action_send()
        request.with_user(self.banker).action_accept()
        self.patch(type(request), "_timesheets", lambda self: self.fail("looked"))
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual((request.actual_cost, request.with_user(self.banker).timesheet_hours), (10 + 60, 0))
