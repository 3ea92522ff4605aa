from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestCheckup(FrontOfficeCase):
    def _page(self):
        action = self.env["frontoffice.checkup"].with_user(self.manager).action_open()
        return self.env["frontoffice.checkup"].with_user(self.manager).browse(action["res_id"])

    def _line(self, code):
        return self._page().line_ids.filtered(lambda line: line.code == code)

    def _found(self, code):
        """Ids the Fix button of a line opens."""
        action = self._line(code).action_fix()
        if action.get("res_id"):
            return {action["res_id"]}
        return set(next(leaf[2] for leaf in action["domain"] if leaf[0] == "id"))

    def test_users_without_employee(self):
        self.assertIn(self.agent.id, self._found("user_without_employee"))
        self.env["hr.employee"].create({"name": "Priya", "user_id": self.agent.id, "company_id": self.company.id})
        self.assertNotIn(self.agent.id, self._found("user_without_employee"))
        self.assertEqual(self._found("employee_without_department"), {self.agent.id})

    def test_missing_time_zone(self):
        self.assertEqual(self._line("user_without_time_zone").level, "ok")
        self.agent.tz = False
        self.assertEqual(self._found("user_without_time_zone"), {self.agent.id})

    def test_empty_calendar(self):
        self.assertEqual(self._line("empty_calendar").level, "ok")
        self.calendar.attendance_ids = [Command.clear()]
        self.assertEqual(self._found("empty_calendar"), {self.calendar.id})

    def test_a_topic_nobody_owns(self):
        self.need.write({"team_id": False, "user_id": False})
        self.assertIn(self.need.id, self._found("unheard_topic"))

    def test_a_standard_without_hours(self):
        self.standard.hours = 0
        self.assertIn(self.standard.id, self._found("standard_without_hours"))

    def test_a_mailbox_without_address(self):
        channel = self.env["frontoffice.channel"].create({
            "name": "Mail", "kind": "email", "company_id": self.company.id})
        self.assertEqual(self._found("mailbox_without_address"), {channel.id})

    def test_a_missing_mail_server(self):
        self.env["ir.mail_server"].search([]).active = False
        self.assertEqual(self._line("no_mail_server").level, "hint")
        self.env["ir.mail_server"].create({"name": "Ours", "smtp_host": "localhost"})
        self.assertEqual(self._line("no_mail_server").level, "ok")

    def test_a_late_job_is_started(self):
        cron = self.env.ref("frontoffice_crm.cron_lapse")
        self.env.cr.execute(
            "UPDATE ir_cron SET nextcall = %s WHERE id = %s", [fields.Datetime.now() - timedelta(hours=3), cron.id])
        cron.invalidate_recordset()
        line = self._line("cron_late")
        self.assertEqual(line.level, "bad")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        line.action_fix()
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1)

    def test_a_failing_job_and_one_that_is_off(self):
        cron = self.env.ref("frontoffice_crm.cron_lapse")
        self.env.cr.execute("UPDATE ir_cron SET failure_count = 2 WHERE id = %s", [cron.id])
        cron.invalidate_recordset()
        self.assertEqual(self._line("cron_failing").level, "bad")
        cron.active = False
        line = self._line("cron_off")
        self.assertEqual(line.level, "hint")
        line.action_fix()
        self.assertTrue(cron.active)

    def test_mail_that_waits_too_long(self):
        mail = self.env["mail.mail"].create({"subject": "x", "email_to": "a@example.com", "state": "outgoing"})
        before = self._line("mail_queue_lag").count
        self.env.flush_all()
        earlier = fields.Datetime.now() - timedelta(hours=1)
        self.env.cr.execute("UPDATE mail_mail SET create_date = %s WHERE id = %s", [earlier, mail.id])
        mail.invalidate_recordset()
        line = self._line("mail_queue_lag")
        self.assertEqual((line.level, line.count), ("bad", before + 1))
        line.action_fix()

    def test_the_diagnosis_has_no_personal_data(self):
        self.agent.write({"tz": False, "phone": "0151 2201234", "email": "priya.nair@example.com"})
        self.customer.phone = "0160 9998877"
        text = self._page().diagnosis
        self.assertIn("user_without_time_zone: 1", text)
        people = self.env["res.partner"].with_context(active_test=False).search([])
        users = self.env["res.users"].with_context(active_test=False).search([])
        secrets = {
            value for value in (
                *people.mapped("email"), *people.mapped("phone"), *people.mapped("name"), *users.mapped("login"),
                *users.mapped("name"), self.company.name, self.env.cr.dbname,
            ) if value and len(value) > 3
        }
        self.assertEqual([value for value in secrets if value.lower() in text.lower()], [])
        self.assertNotIn("@", text)

    def test_the_check_up_is_for_managers(self):
        for user in (self.agent, self.leader, self.plain, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["frontoffice.checkup"].with_user(user).action_open()

    def test_everything_else_is_fine_in_a_good_company(self):
        codes = {line.code for line in self._page().line_ids if line.level == "bad"}
        self.assertEqual(codes - {"mail_queue_lag", "cron_late", "unheard_topic", "standard_without_hours"}, set())


@tagged("post_install", "-at_install")
class TestDeskPeople(FrontOfficeCase):
    def _dialog(self, user):
        People = self.env["frontoffice.desk.people"].with_user(user)
        return People.browse(People.action_open()["res_id"])

    def test_ticked_people_get_their_role(self):
        admin = new_test_user(
            self.env, "installer", "frontoffice_crm.group_manager,base.group_erp_manager",
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        dialog = self._dialog(admin)
        line = dialog.line_ids.filtered(lambda row: row.user_id == self.plain)
        line.write({"at_desk": True, "service_role": "team_leader", "desk_channel_id": self.channel.id})
        dialog.action_apply()
        self.assertTrue(self.plain.has_group("frontoffice_crm.group_leader"))
        self.assertEqual(self.plain.desk_channel_id, self.channel)
        self.assertFalse(self.agent.service_role)
        self.assertTrue(self.agent.has_group("frontoffice_crm.group_agent"))  # given by hand: untouched

    def test_a_manager_who_is_no_administrator_may_look_only(self):
        dialog = self._dialog(self.manager)
        self.assertFalse(dialog.may_change)
        with self.assertRaises(AccessError):
            dialog.action_apply()
        dialog.write({"may_change": True})
        line = dialog.line_ids.filtered(lambda row: row.user_id == self.manager)
        line.write({"at_desk": True, "service_role": "setup"})
        with self.assertRaises(AccessError):
            dialog.action_apply()

    def test_agents_may_not_even_open_it(self):
        with self.assertRaises(AccessError):
            self.env["frontoffice.desk.people"].with_user(self.agent).action_open()
