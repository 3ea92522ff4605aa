from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestOnBoarding(BackOfficeCase):
    """Who starts needs things from several departments, and they are asked in time, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env, "olga", "hr.group_hr_manager", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )
        cls.today = fields.Date.today()
        cls.env["backoffice.service"].search([("on_boarding", "=", True)]).on_boarding = False

    def _list(self):
        self.refund.write({"on_boarding": True, "on_boarding_days": 14})
        self.service.write({"on_boarding": True, "on_boarding_days": 3, "requirement_ids": [
            Command.clear(), Command.create({"name": "Who", "code": "employee"})]})
        return self.refund | self.service

    def _employee(self, start=None, user=None, **values):
        day = start is not None and self.today + timedelta(days=start)
        dates = {"contract_date_start": day, "date_version": day} if day else {}
        return self.env["hr.employee"].with_user(user or self.officer).create(
            {"name": "Noor Haddad", "company_id": self.company.id, **dates, **values})

    def _requests(self, employee):
        return self.env["backoffice.handoff"].search([("employee_id", "=", employee.id)], order="id")

    def test_a_new_employee_asks_every_department_on_the_list(self):
        services = self._list()
        requests = self._requests(self._employee())
        self.assertEqual(requests.service_id, services)
        self.assertEqual(set(requests.mapped("state")), {"sent"})
        self.assertIn("Noor Haddad", requests[0].subject)
        self.assertEqual(requests.filtered(lambda r: r.service_id == self.service).answers, {"employee": "Noor Haddad"})
        self.assertEqual(requests.from_user_id, self.officer)

    def test_each_is_asked_as_long_before_the_start_as_the_list_says(self):
        self._list()
        employee = self._employee(start=10)
        self.assertEqual(self._requests(employee).service_id, self.refund, "14 days before, not 3")
        employee.version_id.sudo().contract_date_start = self.today + timedelta(days=2)
        self.env["hr.employee"]._cron_on_boarding()
        self.assertEqual(len(self._requests(employee)), 2)

    def test_the_machine_asks_when_the_day_comes_and_only_once(self):
        self._list()
        employee = self._employee(start=30)
        self.assertFalse(self._requests(employee))
        self.refund.on_boarding_days = 40
        self.env["hr.employee"]._cron_on_boarding()
        self.env["hr.employee"]._cron_on_boarding()
        self.assertEqual(len(self._requests(employee)), 1)

    def test_a_contract_that_starts_later_is_the_same_start(self):
        self._list()
        employee = self._employee()
        employee.with_user(self.officer).contract_date_start = self.today + timedelta(days=20)
        self.assertEqual(len(self._requests(employee)), 2)

    def test_who_comes_back_after_years_starts_again(self):
        self._list()
        employee = self._employee()
        self._requests(employee).on_boarding_start = self.today - timedelta(days=400)
        employee._ask_on_boarding(without_contract=True)
        self.assertEqual(len(self._requests(employee)), 4)

    def test_who_has_been_here_for_long_needs_nothing(self):
        self._list()
        self.assertFalse(self._requests(self._employee(start=-31)))
        self.assertTrue(self._requests(self._employee(start=-30)))

    def test_reading_in_the_staff_asks_nobody(self):
        self._list()
        employees = self.env["hr.employee"].with_context(import_file=True).create(
            [{"name": f"Person {n}", "company_id": self.company.id} for n in range(3)])
        self.assertFalse(self._requests(employees[0]))

    def test_who_does_not_come_needs_nothing_any_more(self):
        self._list()
        employee = self._employee()
        ready = self._requests(employee)[0]
        ready._follow_done("Account made")
        employee.active = False
        self.assertEqual(self._requests(employee).mapped("state"), ["delivered", "cancelled"])

    def test_the_list_of_another_company_is_not_ours(self):
        department = self.env["hr.department"].create({"name": "IT", "company_id": self.other_company.id})
        self.env["backoffice.service"].create({
            "name": "Theirs", "department_id": department.id, "company_id": self.other_company.id,
            "on_boarding": True})
        self.assertFalse(self._requests(self._employee()))

    def test_the_usual_four_in_departments_that_fit(self):
        people = self.env["hr.department"].create({"name": "People and Payroll", "company_id": self.company.id})
        chief = new_test_user(
            self.env, "chief", "backoffice_ops.group_head", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        page = self.env["backoffice.settings"].with_user(chief).create({})
        self.assertFalse(page.on_boarding_count)
        page.action_on_boarding_starter()
        found = self.env["backoffice.service"]._on_boarding_list(self.company).filtered("company_id")
        self.assertEqual(len(found), 4)
        self.assertIn(people, found.department_id)
        employee = self._employee()
        self.assertEqual(len(self._requests(employee)), 4)

    def test_the_usual_four_need_a_department(self):
        self.env["hr.department"].search([]).active = False
        with self.assertRaises(UserError):
            self.env["backoffice.service"].action_on_boarding_starter()

    def test_employees_without_a_list_are_as_they_were(self):
        before = {name: self.env[name].search_count([]) for name in (
            "backoffice.handoff", "frontoffice.promise", "mail.mail", "mail.activity")}
        employee = self._employee(start=5)
        employee.with_user(self.officer).contract_date_start = self.today + timedelta(days=9)
        employee.with_user(self.officer).action_archive()
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in before})

    def test_a_new_employee_costs_a_few_queries_at_most(self):
        def queries():
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self._employee()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        queries()
        ours = queries()
        self.patch(type(self.env["hr.employee"]), "_ask_on_boarding", lambda employees, without_contract=False: None)
        self.assertLessEqual(ours - queries(), 3)

    def test_look_back_reads_done_steps_of_on_boarding_without_names(self):
        employee = self._employee()
        kind = self.env.ref("mail.mail_activity_data_todo")
        steps = self.env["mail.activity"].create([{
            "res_model_id": self.env["ir.model"]._get_id("hr.employee"), "res_id": employee.id,
            "activity_type_id": kind.id, "summary": "Show Noor the canteen", "user_id": self.officer.id,
            "date_deadline": self.today + timedelta(days=days)} for days in (1, 9)])
        steps[0].action_done()
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": self.today - timedelta(days=5)})
        self.assertIn("1 steps of on-boarding", wizard.found)
        wizard.action_look_back()
        request = self.env["backoffice.handoff"].search([("history_activity_id", "in", steps.ids)])
        self.assertEqual((len(request), request.state, request.source), (1, "done", "history"))
        self.assertNotIn("Noor", request.subject)
        self.assertLessEqual(request.final_at, request.due_at, "a day early")
        wizard.copy().action_look_back()
        self.assertEqual(
            self.env["backoffice.handoff"].search_count([("history_activity_id", "in", steps.ids)]), 1)

    def test_it_travels_in_the_set_up_file(self):
        section = next(s for s in self.env["frontoffice.setup"]._setup_sections() if s["key"] == "request_types")
        self.assertIn("on_boarding", section["fields"])
