from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestCorrective(BackOfficeCase):
    """Why it comes back, what we change, and whether it ended it: before and after, of how many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env["frontoffice.cause"].create({"name": "Wrong address", "company_id": cls.company.id})
        cls.reason = cls.env["backoffice.return.reason"].create({
            "name": "No serial number", "code": "serial_x", "company_id": cls.company.id,
        })

    def _action(self, **values):
        return self.env["backoffice.corrective"].create({
            "name": "Ask at the counter", "about": "cause", "cause_id": self.cause.id, "why": "Nobody asks",
            "user_id": self.banker.id, "company_id": self.company.id, "due_on": "2026-02-10", "window_days": 30,
            **values,
        })

    def _complaints(self, day, count, cause=True):
        with freeze_time(day):
            for _number in range(count):
                self._case(type="complaint", root_cause_id=self.cause.id if cause else False)

    def test_complaints_before_and_after(self):
        self._complaints("2026-01-20 09:00:00", 6)
        self._complaints("2026-01-21 09:00:00", 4, cause=False)
        with freeze_time("2026-02-01 09:00:00"):
            action = self._action()
            action.with_user(self.banker).action_changed()
        self._complaints("2026-02-10 09:00:00", 1)
        self._complaints("2026-02-11 09:00:00", 9, cause=False)
        with freeze_time("2026-02-20 09:00:00"), self.assertRaisesRegex(UserError, "Look again on"):
            action.with_user(self.banker).action_check()
        with freeze_time("2026-03-04 09:00:00"):
            self.assertEqual(action.again_count, 1)
            self.assertIn(action, action.search([("came_back", "=", True)]))
            action.with_user(self.banker).action_check()
        self.assertEqual(
            (action.before_count, action.before_n, action.after_count, action.after_n, action.effect),
            (6, 10, 1, 10, "fewer"),
        )
        self.assertEqual(action.effect_line, "6 of 10 → 1 of 10")
        self._complaints("2026-02-12 09:00:00", 3)
        self.assertEqual(action.after_count, 1, "what was counted stays")

    def test_too_few_to_judge(self):
        self._complaints("2026-01-20 09:00:00", 2)
        with freeze_time("2026-02-01 09:00:00"):
            action = self._action()
            action.action_changed()
        with freeze_time("2026-03-04 09:00:00"):
            action.action_check()
        self.assertEqual((action.effect, action.after_n), ("few", 0))

    def test_send_backs_by_reason(self):
        now = Datetime.now()
        requests = self._handoff().browse()
        for _number in range(3):
            requests |= self._handoff()
        requests.with_user(self.agent).action_send()
        requests[:2].with_user(self.clerk).action_return(["serial_x"])
        action = self._action(about="reason", cause_id=False, reason_id=self.reason.id)
        span = (now - timedelta(hours=1), now + timedelta(hours=1))
        self.assertEqual(action._counted(*span), (2, 3))
        requests[0].with_user(self.clerk).action_undo()
        self.assertEqual(action._counted(*span), (1, 3), "taken back does not count")
        action.department_id = self.finance
        self.assertEqual(action._counted(*span), (0, 0))

    def test_few_confidential_requests_are_not_counted(self):
        now = Datetime.now()
        self.service.confidential = True
        request = self._handoff()
        request.with_user(self.agent).action_send()
        request.action_return(["serial_x"])
        action = self._action(about="reason", cause_id=False, reason_id=self.reason.id)
        self.assertEqual(action._counted(now - timedelta(hours=1), now + timedelta(hours=1)), (0, 0))

    def test_broken_promises_by_standard(self):
        now = Datetime.now()
        kept, broken = (self._promise(due_at=now + timedelta(hours=1)) for _number in range(2))
        kept.action_keep()
        with freeze_time(now + timedelta(hours=3)):
            broken._record("lapsed", at=broken.due_at)
        action = self._action(about="standard", cause_id=False, standard_id=self.standard.id)
        self.assertEqual(action._counted(now, now + timedelta(hours=2)), (1, 2))

    def test_linked_by_button(self):
        case = self._case(type="complaint", root_cause_id=self.cause.id)
        opened = case.with_user(self.agent).action_corrective()
        values = {k.removeprefix("default_"): v for k, v in opened["context"].items()}
        self.assertEqual((values["about"], values["cause_id"], values["case_ids"]), ("cause", self.cause.id, case.ids))
        Action = self.env["backoffice.corrective"].with_user(self.agent).with_context(**opened["context"])
        action = Action.create({"name": "Change", "due_on": "2026-02-01"})
        self.assertEqual(action.case_ids, case)
        self.assertEqual(case.action_corrective()["domain"], [("case_ids", "in", case.ids)])
        reason = self.reason.with_user(self.head).action_corrective()["context"]
        self.assertEqual((reason["default_about"], reason["default_reason_id"]), ("reason", self.reason.id))
        promise = self._promise()
        standard = promise.with_user(self.agent).action_corrective()["context"]
        self.assertEqual(standard["default_standard_id"], self.standard.id)
        self.assertEqual(standard["default_promise_ids"], promise.ids)
        request = self._handoff()
        request.with_user(self.agent).action_send()
        request.with_user(self.clerk).action_return(["serial_x"])
        back = request.with_user(self.clerk).action_corrective()["context"]
        self.assertEqual((back["default_reason_id"], back["default_handoff_ids"]), (self.reason.id, request.ids))

    def test_promise_joins_what_is_under_way(self):
        action = self._action(about="standard", cause_id=False, standard_id=self.standard.id)
        promise = self._promise()
        promise.with_user(self.agent).action_corrective()
        self.assertEqual(action.promise_ids, promise)

    def test_steps_in_order_and_root_cause_first(self):
        action = self._action(why=False)
        with self.assertRaisesRegex(UserError, "root cause first"):
            action.action_changed()
        with self.assertRaisesRegex(UserError, "To change"):
            action.action_check()
        action.action_drop()
        with self.assertRaisesRegex(UserError, "Given up"):
            action.action_changed()
        with self.assertRaises(ValidationError):
            self._action(cause_id=False)

    def test_counts_and_moments_are_not_typed(self):
        action = self._action()
        for name in ("before_count", "done_at", "effect", "state"):
            with self.assertRaises(AccessError):
                action.with_user(self.banker).write({name: False})
        with self.assertRaises(AccessError):
            self.env["backoffice.corrective"].with_user(self.banker).create({
                "name": "x", "about": "cause", "cause_id": self.cause.id, "due_on": "2026-01-01", "state": "checked",
            })

    def test_who_sees_and_does_what(self):
        action = self._action()
        Action = self.env["backoffice.corrective"]
        for user in (self.banker, self.clerk, self.agent, self.leader, self.manager):
            self.assertIn(action, Action.with_user(user).search([]))
        for user in (self.clerk, self.agent):
            with self.assertRaises(AccessError):
                action.with_user(user).write({"name": "Other"})
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                Action.with_user(user).search([])
        away = Action.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        self.assertNotIn(action, away.search([]))
