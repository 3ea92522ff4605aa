from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestTasks(BackOfficeCase):
    """A task fulfils a request, and each follows the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project = cls.env["project.project"].create({
            "name": "Finance work", "company_id": cls.company.id, "privacy_visibility": "employees",
            "type_ids": [Command.create({"name": "New"}), Command.create({"name": "Closed", "fold": True})],
        })
        cls.refund.project_id = cls.project
        group = cls.env.ref("project.group_project_user").id
        (cls.banker | cls.clerk).group_ids = [Command.link(group)]
        cls.worker = new_test_user(
            cls.env, "wanda", "project.group_project_user", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )

    def _asked(self, **values):
        request = self._handoff(service_id=self.refund.id, **values)
        request.with_user(self.agent).action_send()
        return request

    def _task(self, request):
        action = request.with_user(self.banker).action_make_task()
        return self.env["project.task"].browse(action["res_id"])

    def test_a_request_becomes_a_task_of_its_project(self):
        request = self._asked()
        task = self._task(request)
        self.assertEqual((task.project_id, task.handoff_id, task.user_ids), (self.project, request, self.banker))
        self.assertEqual((task.date_deadline, task.partner_id), (request.due_at, self.customer))
        self.assertEqual((request.state, request.user_id), ("accepted", self.banker))

    def test_the_words_of_a_confidential_request_stay_in_it(self):
        self.refund.confidential = True
        request = self._asked(note="Salary of Noor", user_id=self.banker.id)  # trusted with this one
        task = self._task(request)
        self.assertEqual((task.name, task.partner_id.id, bool(task.description)), (request.name, False, False))

    def test_without_a_project_one_is_asked_for(self):
        self.refund.project_id = False
        request = self._asked()
        action = request.with_user(self.banker).action_make_task()
        self.assertEqual(action["context"]["default_handoff_id"], request.id)
        self.assertFalse(request.task_ids)

    def test_the_last_task_done_makes_it_ready(self):
        request = self._asked()
        first, second = self._task(request), self._task(request)
        self.env.flush_all()
        self.env.invalidate_all()
        first.with_user(self.worker).state = "1_done"
        self.assertEqual(request.state, "accepted")
        self.env.invalidate_all()
        second.with_user(self.worker).state = "1_done"
        self.assertEqual(request.state, "delivered")
        self.assertIn(second.name, request.outcome_note)

    def test_a_cancelled_task_beside_a_done_one_holds_nothing_up(self):
        request = self._asked()
        first, second = self._task(request), self._task(request)
        first.state = "1_done"
        second.state = "1_canceled"
        self.assertEqual(request.state, "delivered")

    def test_all_tasks_cancelled_is_for_people_to_decide(self):
        request = self._asked()
        self._task(request).state = "1_canceled"
        self.assertEqual(request.state, "accepted")
        self.assertIn("cancelled", request.message_ids[:1].body)

    def test_a_task_opened_again_opens_the_request(self):
        request = self._asked()
        task = self._task(request)
        task.state = "1_done"
        task.state = "01_in_progress"
        self.assertEqual((request.state, request.rework_count), ("in_progress", 1))
        task.state = "1_done"
        request.with_user(self.agent).action_confirm()
        task.state = "02_changes_requested"
        self.assertEqual((request.state, request.reopen_count), ("in_progress", 1))

    def test_a_request_not_right_opens_its_task_again(self):
        request = self._asked()
        task = self._task(request)
        task.state = "1_done"
        request.with_user(self.agent).action_reject("Wrong account")
        self.assertEqual((task.state, request.state), ("01_in_progress", "in_progress"))

    def test_of_several_tasks_only_what_was_opened_is_open(self):
        request = self._asked()
        first, second = self._task(request), self._task(request)
        (first | second).state = "1_done"
        first.state = "01_in_progress"
        self.assertEqual((request.state, second.state), ("in_progress", "1_done"))

    def test_called_ready_by_hand_its_task_is_done(self):
        request = self._asked()
        task = self._task(request)
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual((task.state, request.state), ("1_done", "delivered"))

    def test_a_cancelled_request_cancels_its_task(self):
        request = self._asked()
        task = self._task(request)
        request.with_user(self.agent).action_cancel()
        self.assertEqual(task.state, "1_canceled")

    def test_only_the_department_makes_a_request_depend_on_a_task(self):
        request = self._asked()
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).action_make_task()
        with self.assertRaises(AccessError):
            self.env["project.task"].with_user(self.clerk).create(
                {"name": "x", "project_id": self.project.id, "handoff_id": request.id})
        self.assertEqual(request.state, "sent")

    def test_what_is_done_becomes_no_task(self):
        request = self._asked()
        request._follow_done("x")
        with self.assertRaises(UserError):
            request.with_user(self.banker).action_make_task()

    def test_tasks_without_us_are_as_they_were(self):
        def round_trip():
            task = self.env["project.task"].with_user(self.worker).create(
                {"name": "Their own", "project_id": self.project.id})
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            task.state = "1_done"
            task.state = "01_in_progress"
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        before = {name: self.env[name].search_count([]) for name in (
            "backoffice.handoff", "frontoffice.promise", "mail.mail", "mail.activity")}
        round_trip()
        ours = round_trip()
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in before})
        Task = type(self.env["project.task"])
        self.patch(Task, "_follow_tasks", lambda tasks, before: None)
        self.assertLessEqual(ours - round_trip(), 1)

    def test_requests_without_tasks_look_for_none(self):
        request = self._asked()
        self.patch(type(request), "_open_tasks", lambda requests: self.fail("looked for tasks"))
        request.with_user(self.banker).action_accept()
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual(request.state, "delivered")

    def _old_task(self, name, deadline, done, **values):
        task = self.env["project.task"].create({
            "name": name, "project_id": self.project.id, "company_id": self.company.id,
            "date_deadline": self._at(deadline), **values})
        task.state = "1_done"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET create_date = %s, date_end = %s WHERE id = %s",
            [self._at("Mon 09:00"), self._at(done), task.id])
        task.invalidate_recordset()
        return task

    def _look_back(self):
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": "2025-12-01"})
        wizard.action_look_back()
        return wizard

    def test_look_back_reads_tasks_of_the_past(self):
        kept = self._old_task("Kept", "Fri 17:00", "Thu 10:00", partner_id=self.customer.id)
        late = self._old_task("Late", "Tue 17:00", "Thu 10:00", partner_id=self.customer.id)
        inside = self._old_task("Inside", "Tue 17:00", "Thu 10:00", partner_id=False)
        wizard = self._look_back()
        promises = self.env["frontoffice.promise"].search([("task_id", "in", (kept | late).ids)], order="id")
        self.assertEqual(promises.mapped("state"), ["kept", "late"])
        request = self.env["backoffice.handoff"].search([("history_task_id", "=", inside.id)])
        self.assertEqual((request.state, request.final_at), ("done", self._at("Thu 10:00")))
        self.assertEqual((request.due_at, request.source), (self._at("Tue 17:00"), "history"))
        self.assertEqual(request.worked_hours, 25, "Monday 8, Tuesday 8, Wednesday 8 and Thursday to 10 less 1 h")
        self.assertFalse(request.to_department_id.active, "nobody is asked in the department of the past")
        self.assertIn("1 requests", wizard.result)
        self._look_back()
        self.assertEqual(len(self.env["backoffice.handoff"].search([("history_task_id", "=", inside.id)])), 1)
        department = request.to_department_id
        wizard.batch_id.with_user(self.manager).action_remove()
        self.assertFalse(request.exists() or promises.exists())
        self.assertFalse(department.exists())

    def test_a_deadline_that_was_moved_counts_as_first_given(self):
        task = self.env["project.task"].with_context(tracking_disable=False).create({
            "name": "Moved", "project_id": self.project.id, "partner_id": self.customer.id,
            "company_id": self.company.id, "date_deadline": self._at("Tue 17:00")})
        self.flush_tracking()
        task.date_deadline = self._at("+1 Fri 17:00")
        self.flush_tracking()
        task.state = "1_done"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE project_task SET create_date = %s, date_end = %s WHERE id = %s",
            [self._at("Mon 09:00"), self._at("Thu 10:00"), task.id])
        task.invalidate_recordset()
        self._look_back()
        promise = self.env["frontoffice.promise"].search([("task_id", "=", task.id)])
        self.assertEqual((promise.due_at, promise.state), (self._at("Tue 17:00"), "late"))

    def flush_tracking(self):
        """As at the end of a transaction."""
        self.env.flush_all()
        self.cr.precommit.run()

    def test_customers_work_in_projects_shared_with_them(self):
        """They neither see nor need to see what a task of ours belongs to."""
        guest = new_test_user(self.env, "gus", "base.group_portal")
        shared = self.env["project.project"].create({
            "name": "Shared", "company_id": self.company.id, "privacy_visibility": "portal",
            "type_ids": [Command.create({"name": "New"}), Command.create({"name": "Closed", "fold": True})],
            "collaborator_ids": [Command.create({"partner_id": guest.partner_id.id, "limited_access": False})],
        })
        shared.message_subscribe(partner_ids=guest.partner_id.ids)
        Task = self.env["project.task"].with_user(guest).with_context(default_project_id=shared.id)
        task = Task.create({"name": "Mine"})
        task.write({"stage_id": shared.type_ids[1].id})
        task.write({"state": "1_done"})
        self.assertEqual(task.sudo().state, "1_done")
        with self.assertRaises(AccessError):
            task.read(["handoff_id"])
        with self.assertRaises(AccessError):
            Task.create({"name": "Theirs", "handoff_id": self._asked().id})
