from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestObligation(BackOfficeCase):
    """What law or a contract asks by a day: reminded, proven, checked, repeated, and missed for ever."""

    def _due(self, **values):
        return self.env["backoffice.obligation"].create({
            "name": "VAT return", "kind": "tax", "department_id": self.finance.id, "user_id": self.banker.id,
            "company_id": self.company.id, "due_on": "2026-01-10", "notice_days": 5, **values,
        })

    @freeze_time("2026-01-05 09:00:00")
    def test_last_moment_is_the_end_of_the_day_where_the_company_is(self):
        self.calendar.tz = "Europe/Berlin"
        due = self._due()
        self.assertEqual(str(due.due_at), "2026-01-10 22:59:59")
        self.assertEqual((due.remind_on, due.first_due_on), (date(2026, 1, 5), date(2026, 1, 10)))

    def test_done_in_time_needs_proof(self):
        with freeze_time("2026-01-09 12:00:00"):
            due = self._due()
            with self.assertRaisesRegex(UserError, "add the proof first"):
                due.with_user(self.banker).action_done()
            due.with_user(self.banker).evidence_note = "Receipt 0815"
            due.with_user(self.banker).action_done()
        self.assertEqual((due.state, due.verdict, due.met_by_id), ("done", "met", self.banker))
        with self.assertRaisesRegex(UserError, "already"):
            due.with_user(self.banker).action_done()

    def test_missed_stays_missed(self):
        with freeze_time("2026-01-05 09:00:00"):
            due = self._due(evidence_required=False)
        with freeze_time("2026-01-11 00:00:01"):
            self.assertEqual(due.verdict, "missed")
            with self.assertRaisesRegex(UserError, "stays missed"):
                due.with_user(self.head).due_on = "2026-02-10"
            with self.assertRaisesRegex(UserError, "stays missed"):
                due.with_user(self.head).action_cancel()
            due.with_user(self.banker).action_done()
        self.assertEqual((due.state, due.verdict), ("done", "missed"))
        self.assertIn(due, due.search([("verdict", "=", "missed")]))
        self.assertNotIn(due, due.search([("verdict", "=", "met")]))
        for name in ("met_at", "state", "first_due_on", "checked_at"):
            with self.assertRaises(AccessError):
                due.with_user(self.head).write({name: False})
        with self.assertRaises(UserError):
            due.with_user(self.head).unlink()
        with self.assertRaisesRegex(UserError, "Its date stays"):
            due.with_user(self.head).due_on = "2026-02-10"

    def test_due_exactly_now_is_in_time(self):
        with freeze_time("2026-01-10 23:59:59"):
            due = self._due(evidence_required=False)
            self.assertEqual(due.verdict, "open")
            due.action_done()
        self.assertEqual(due.verdict, "met")

    @freeze_time("2026-01-05 09:00:00")
    def test_moved_in_time_keeps_its_first_date(self):
        due = self._due()
        due.with_user(self.head).due_on = "2026-01-20"
        self.assertEqual((due.first_due_on, due.due_on), (date(2026, 1, 10), date(2026, 1, 20)))

    @freeze_time("2026-01-05 09:00:00")
    def test_cancelled_in_time_counts_nowhere(self):
        due = self._due()
        due.with_user(self.head).action_cancel()
        self.assertFalse(due.verdict)
        self.assertNotIn(due, due.search([("verdict", "in", ("open", "met", "missed"))]))

    @freeze_time("2026-01-05 09:00:00")
    def test_somebody_else_checks(self):
        due = self._due(evidence_required=False)
        with self.assertRaisesRegex(UserError, "not done yet"):
            due.with_user(self.head).action_check()
        due.with_user(self.banker).action_done()
        with self.assertRaisesRegex(UserError, "somebody else"):
            due.with_user(self.banker).action_check()
        due.with_user(self.head).action_check()
        self.assertEqual(due.checked_by_id, self.head)
        with self.assertRaisesRegex(UserError, "Tomas has checked"):
            due.with_user(self.head).action_check()

    @freeze_time("2026-01-05 09:00:00")
    def test_next_one_follows_once_and_the_31st_stays_the_31st(self):
        due = self._due(due_on="2026-01-31", every=1, unit="month", evidence_required=False)
        due.action_done()
        february = due.next_ids
        self.assertEqual((february.due_on, february.state, february.met_at), (date(2026, 2, 28), "open", False))
        self.assertFalse(due._follow(), "a second call makes none")
        february.action_done()
        self.assertEqual(february.next_ids.due_on, date(2026, 3, 31))

    def test_contract_is_due_on_the_last_day_of_notice(self):
        with freeze_time("2026-01-05 09:00:00"):
            due = self._due(
                kind="contract", contract_end="2026-12-31", cancel_days=90, auto_renew=True, every=1, unit="year",
                evidence_required=False,
            )
            self.assertEqual(due.due_on, date(2026, 10, 2))
            with self.assertRaisesRegex(UserError, "goes on or ends"):
                due.action_done()
            ends = due.copy({"contract_end": "2026-06-30"})
            ends.decision = "end"
            ends.action_done()
            self.assertFalse(ends.next_ids, "it ends")
        with freeze_time("2026-10-04 06:00:00"):
            self.env["backoffice.obligation"]._remind()
            self.env["backoffice.obligation"]._remind()
        self.assertEqual(due.verdict, "missed", "nobody decided")
        self.assertEqual(due.next_ids.contract_end, date(2027, 12, 31), "it renewed by itself")

    def test_reminded_once_and_the_head_is_told_when_missed(self):
        with freeze_time("2026-01-04 09:00:00"):
            due = self._due()
            due._remind()
            self.assertFalse(due.activity_ids, "not yet")
        with freeze_time("2026-01-05 09:00:00"):
            self.assertEqual(due._remind(), 1)
            self.assertEqual(due._remind(), 0, "a second run tells nobody")
            self.assertEqual(due.activity_ids.user_id, self.banker)
        with freeze_time("2026-01-11 09:00:00"):
            due._remind()
            due._remind()
            self.assertEqual(due.activity_ids.user_id, self.banker | self.head)
            self.assertEqual(len(due.activity_ids), 2)
        self.assertFalse(self.env["mail.mail"].search([("model", "=", due._name)]), "no mail")

    @freeze_time("2026-01-05 09:00:00")
    def test_who_sees_and_does_what(self):
        due = self._due(evidence_required=False)
        Due = self.env["backoffice.obligation"]
        for user in (self.banker, self.head):
            self.assertIn(due, Due.with_user(user).search([]))
        for user in (self.clerk, self.plain, self.agent, self.manager):
            self.assertNotIn(due, Due.with_user(user).search([]))
            with self.assertRaises(AccessError):
                due.with_user(user).action_done()
        away = Due.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        self.assertNotIn(due, away.search([]))
        with self.assertRaises(AccessError):
            Due.with_user(self.portal).search([])
        due.user_id = self.plain
        due.with_user(self.plain).action_done()
        self.assertEqual(due.met_by_id, self.plain, "the responsible person needs no further right")

    @freeze_time("2026-01-05 09:00:00")
    def test_proof_is_read_by_who_sees_the_deadline(self):
        due = self._due()
        file = self.env["ir.attachment"].with_user(self.banker).create({
            "name": "receipt.txt", "raw": b"paid", "res_model": "backoffice.obligation", "res_id": 0,
        })
        due.with_user(self.banker).evidence_ids = [(4, file.id)]
        self.assertEqual(file.with_user(self.head).raw, b"paid")
        with self.assertRaises(AccessError):
            file.with_user(self.plain).raw  # noqa: B018

    @mute_logger("odoo.sql_db")
    def test_proof_cannot_be_switched_off_afterwards(self):
        with freeze_time("2026-01-05 09:00:00"):
            due = self._due(evidence_required=False)
            due.action_done()
        with self.assertRaises(ValidationError):
            due.evidence_required = True
