from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestNotice(BackOfficeCase):
    """Something every colleague concerned has read, and who has not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._clerk("paula", cls.parts, "head")
        cls.boss.group_ids |= cls.env.ref("backoffice_ops.group_head")
        cls.Notice = cls.env["backoffice.notice"].with_user(cls.boss)

    def _notice(self, when="Mon 09:00", **values):
        with freeze_time(self._at(when)):
            notice = self.Notice.create({
                "name": "Credit notes", "body": "<p>From Monday two signatures.</p>", "company_id": self.company.id,
                "department_ids": self.finance.ids, "date_from": "2026-01-05", "ack_days": 2, **values,
            })
            notice.action_publish()
        return notice

    def _banner(self, user, when="Mon 10:00"):
        with freeze_time(self._at(when)):
            return self.env["backoffice.work"].with_user(user).banner()["notice"]

    def _read(self, user, answer=None, when="Mon 10:00"):
        with freeze_time(self._at(when)):
            return self.env["backoffice.work"].with_user(user).read_notice(self._banner(user, when)["id"], answer)

    def test_shown_until_read(self):
        notice = self._notice()
        self.assertFalse(self._banner(self.clerk), "not for this department")
        self.assertEqual(self._banner(self.banker)["title"], "Credit notes")
        self.assertEqual((notice.asked_count, notice.read_count), (2, 0))
        self.assertTrue(self._read(self.banker))
        self.assertFalse(self._banner(self.banker))
        notice.invalidate_recordset()
        self.assertEqual(notice.read_count, 1)
        self.assertEqual(notice.department_counts, [{"name": "Finance", "asked": 2, "read": 1}])

    def test_who_has_read_it_by_name_for_who_wrote_it_by_number_for_leaders(self):
        notice = self._notice()
        self._read(self.banker)
        Receipt = self.env["backoffice.notice.receipt"]
        self.assertEqual(len(Receipt.with_user(self.boss).search([("notice_id", "=", notice.id)])), 2)
        self.assertEqual(Receipt.with_user(self.banker).search([]).user_id, self.banker)
        self.assertEqual(notice.with_user(self.head).read(["read_count"])[0]["read_count"], 1)
        self.assertFalse(Receipt.with_user(self.clerk).search([]))
        for user in (self.head, self.clerk, self.leader):
            with self.assertRaises(AccessError):
                notice.with_user(user).write({"name": "x"})

    def test_a_draft_is_nobody_s(self):
        draft = self.Notice.create({"name": "Not yet", "company_id": self.company.id})
        self.assertFalse(self.env["backoffice.notice"].with_user(self.clerk).search([("id", "=", draft.id)]))
        self.assertFalse(self._banner(self.clerk))

    def test_working_days_of_each_person_and_leave_stops_them(self):
        employee = self.env["hr.employee"].create({
            "name": "Ines", "user_id": self.banker.id, "company_id": self.company.id,
            "resource_calendar_id": self.calendar.id,
        })
        notice = self._notice("Thu 09:00", date_from="2026-01-08")
        receipts = {r.user_id: r for r in notice.sudo().receipt_ids}
        self.assertEqual(receipts[self.banker].due_at, self._at("+1 Mon 17:00"), "Friday and Monday")
        self.env["resource.calendar.leaves"].create({
            "name": "Away", "resource_id": employee.resource_id.id, "calendar_id": self.calendar.id,
            "time_type": "leave", "company_id": self.company.id,
            "date_from": self._at("Fri 00:00"), "date_to": self._at("+1 Tue 23:59"),
        })
        self.env.invalidate_all()
        self.assertEqual(receipts[self.banker].due_at, self._at("+1 Thu 17:00"), "the time goes on when she is back")
        self.assertEqual(receipts[self.head].due_at, self._at("+1 Mon 17:00"))
        with freeze_time(self._at("+1 Tue 08:00")):
            self.env.invalidate_all()
            self.assertEqual((receipts[self.banker].is_late, receipts[self.head].is_late), (False, True))

    def test_shown_at_once_where_it_is_tomorrow_already(self):
        """In Auckland it is Thursday while Greenwich still has Wednesday."""
        self.company.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time(self._at("Wed 20:00")):
            fresh = self.Notice.with_company(self.company).create({"name": "Parts", "company_id": self.company.id})
            self.assertEqual(str(fresh.date_from), "2026-01-08")
            fresh.action_publish()
            self.assertTrue(fresh.sudo().receipt_ids)
            fresh.date_to = "2026-01-08"
            with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1):  # a test commits nothing
                self.Notice.sudo()._cron_deliver()
            self.assertEqual(fresh.state, "published", "it ends with its day")

    def test_a_new_version_asks_again(self):
        notice = self._notice()
        self._read(self.banker)
        notice.body = "<p>Three signatures.</p>"
        self.assertTrue(notice.changed)
        self.assertFalse(self._banner(self.banker), "nothing is asked before it is published")
        self.assertIn("two signatures", self._banner(self.head)["body"], "what was published is what is read")
        with freeze_time(self._at("Tue 09:00")):
            notice.action_publish()
        self.assertIn("Three", self._banner(self.banker, "Tue 10:00")["body"])
        self.assertEqual(sorted(notice.version_ids.mapped("number")), [1, 2])
        first = notice.sudo().receipt_ids.filtered(lambda r: r.version_id.number == 1 and r.acked_at)
        self.assertEqual(first.user_id, self.banker, "what was read then stays known")

    def test_check_question(self):
        notice = self._notice(question="How many?", choices="One\nTwo", right_choice="Two")
        self.assertEqual(self._banner(self.banker)["choices"], ["One", "Two"])
        self.assertFalse(self._read(self.banker, "One"))
        self.assertTrue(self._banner(self.banker))
        self.assertTrue(self._read(self.banker, "Two"))
        self.assertEqual(notice.sudo().receipt_ids.filtered("acked_at").wrong_answers, 1)
        with self.assertRaises(AccessError):
            notice.with_user(self.banker).read(["right_choice"])
        with self.assertRaises(ValidationError):
            self._notice(question="?", choices="One", right_choice="One")

    def test_only_oneself(self):
        notice = self._notice()
        receipt = notice.sudo().receipt_ids.filtered(lambda r: r.user_id == self.banker)
        with self.assertRaises(UserError):
            receipt.with_user(self.boss).action_read()
        with self.assertRaises(UserError):
            self.env["backoffice.work"].with_user(self.boss).read_notice(receipt.id)

    def test_who_comes_later_and_what_is_over(self):
        notice = self._notice(date_to="2026-01-07")
        late = self._clerk("late", self.finance)
        with freeze_time(self._at("Tue 09:00")):
            self._cron()
        self.assertTrue(self._banner(late, "Tue 10:00"))
        with freeze_time(self._at("Thu 09:00")):
            self._cron()
        self.assertEqual(notice.state, "ended")
        self.assertFalse(self._banner(late, "Thu 10:00"))
        with self.assertRaisesRegex(UserError, "is kept"):
            notice.unlink()

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("backoffice_ops.cron_notice").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_changed_request_type_is_announced(self):
        self.service._current_version()
        self.service.deliver_hours = 12
        self.service._current_version()
        context = self.service.with_user(self.boss).action_announce()["context"]
        self.assertEqual(context["default_department_ids"], self.parts.ids)
        self.assertIn("8", context["default_body"])
        self.assertIn("12", context["default_body"])
        context = self.standard.with_user(self.boss).action_announce()["context"]
        self.assertIn("Engineer visit", context["default_name"])
