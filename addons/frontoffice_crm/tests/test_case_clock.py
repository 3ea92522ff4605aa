from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestCaseClock(FrontOfficeCase):
    """Three clocks in working time. Monday is 2026-01-05; hours are 8–12 and 13–17 UTC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["frontoffice.case.policy"]
        cls.Policy.search([]).active = False
        cls.policy = cls.Policy.create({
            "name": "Service", "company_id": cls.company.id, "first_reply_hours": 2, "next_reply_hours": 4,
            "resolution_hours": 16,
        })

    def at(self, text, method, *args, **kwargs):
        """Call at a moment such as "2026-01-05 09:00"."""
        moment = self._utc(text)
        with freeze_time(moment), patch.object(self.env.cr, "now", lambda: moment):
            return method(*args, **kwargs)

    def case_at(self, text, **values):
        return self.at(text, self._case, **values)

    def dues(self, case):
        return case.first_reply_due_at, case.next_reply_due_at, case.resolution_due_at

    def verified(self, case):
        self.assertFalse(case._ledger_verify(), "header and ledger say the same")

    def test_it_starts_with_the_case(self):
        case = self.case_at("2026-01-05 11:00")
        self.assertEqual(
            self.dues(case), (datetime(2026, 1, 5, 14), False, datetime(2026, 1, 7, 11)), "over lunch and two nights"
        )
        self.assertEqual(case.due_at, datetime(2026, 1, 5, 14))
        self.assertEqual(case.policy_version_id.policy_id, self.policy)
        self.verified(case)

    def test_pain_01_a_pause_at_night_moves_nothing(self):
        case = self.case_at("2026-01-05 11:00")
        due = case.resolution_due_at
        self.at("2026-01-05 17:00", case.action_wait_customer)
        self.assertFalse(case.resolution_due_at, "the customer's time is not ours")
        self.at("2026-01-06 07:30", case.action_resume)
        self.assertEqual(case.resolution_due_at, due)
        self.at("2026-01-06 10:00", case.action_wait_customer)
        self.at("2026-01-06 15:30", case.action_resume)  # 2 hours before lunch, 2.5 after
        self.assertEqual(case.resolution_due_at, datetime(2026, 1, 7, 16, 30))
        self.verified(case)

    def test_pain_02_no_breach_while_paused_and_none_forgotten(self):
        case = self.case_at("2026-01-05 08:00")
        self.at("2026-01-05 09:00", case.action_wait_customer)
        late = [("id", "=", case.id), ("due_at", "<", "now")]
        self.assertFalse(self.at("2026-02-05 09:00", self._search, [*late[:1], ("resolution_due_at", "!=", False)]))
        self.at("2026-01-20 10:00", case.write, {"priority": "1"})
        self.assertFalse(case.resolution_due_at, "a new priority is no end of the pause")
        self.at("2026-01-21 08:00", case.action_resume)
        self.assertEqual(case.resolution_due_at, datetime(2026, 1, 22, 16), "15 of 16 hours are left")
        self.at("2026-01-21 09:00", case.action_resolve)
        self.at("2026-01-28 09:00", case.action_reopen)
        self.assertEqual(case.resolution_due_at, datetime(2026, 1, 29, 16), "solved is neither pause nor work")
        clock = case._replayed()[case.id].clocks["resolution"]
        self.assertEqual(clock.worked_s, 2 * 3600, "two closed segments")
        self.verified(case)

    def _search(self, domain):
        return self.env["frontoffice.case"].search(domain)

    def test_pain_03_another_team_replans_from_the_same_segments(self):
        fast = self.env["crm.team"].create({"name": "Fast", "is_service": True, "company_id": self.company.id})
        self.Policy.create({
            "name": "Fast", "team_id": fast.id, "company_id": self.company.id, "resolution_hours": 4,
        })
        case = self.case_at("2026-01-05 08:00")
        self.at("2026-01-05 11:00", case.write, {"team_id": fast.id})
        self.assertEqual(self.dues(case), (False, False, datetime(2026, 1, 5, 12)), "3 of 4 hours are used")
        self.assertEqual(case.policy_version_id.policy_id.name, "Fast")
        events = case.event_ids.filtered(lambda e: e.kind == "replanned")
        self.assertEqual((len(events), events.payload["clocks"]["resolution"]["worked_s"]), (1, 3 * 3600))
        self.verified(case)

    def test_pain_03_a_policy_that_is_gone_leaves_no_alarm(self):
        case = self.case_at("2026-01-05 08:00")
        self.policy.active = False
        self.assertTrue(case.due_at, "a change moves nothing by itself")
        self.at("2026-01-05 09:00", case.action_replan)
        self.assertEqual(self.dues(case), (False,) * 3)
        self.assertFalse(case.due_at)
        self.verified(case)

    def test_a_change_of_policy_is_applied_by_button(self):
        case = self.case_at("2026-01-05 08:00")
        due = case.resolution_due_at
        self.at("2026-01-05 08:30", case._record, "replied")
        self.policy.resolution_hours = 8
        self.assertEqual(case.resolution_due_at, due)
        self.assertEqual(self.policy.open_count, 1)
        self.at("2026-01-05 10:00", self.policy.with_user(self.manager).action_apply)
        self.assertEqual(case.resolution_due_at, datetime(2026, 1, 5, 17), "two hours used, six left")
        self.policy.invalidate_recordset()
        self.assertEqual(self.policy.open_count, 0)

    def test_pain_10_right_events_start_and_stop(self):
        case = self.case_at("2026-01-05 08:00")
        self.at("2026-01-05 08:30", case._customer_wrote, "and one more thing")
        self.assertFalse(case.next_reply_due_at, "the first answer is still due: one clock, not two")
        message = self.at(
            "2026-01-05 09:00", case.with_user(self.agent).message_post, body="On our way",
            message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=self.customer.ids,
        )
        self.at("2026-01-05 09:01", case.action_wait_customer)
        self.assertEqual(self.dues(case), (False,) * 3, "answered and waiting: nothing runs")
        clocks = case._replayed()[case.id].clocks
        self.assertEqual((clocks["first"].message_id, clocks["first"].in_time), (message.id, True))
        self.at("2026-01-05 10:00", case._customer_wrote, "is the engineer coming?")
        self.at("2026-01-05 11:00", case._customer_wrote, "hello?")
        self.assertEqual(case.next_reply_due_at, datetime(2026, 1, 5, 15), "the oldest unanswered letter counts")
        note = dict(message_type="comment", subtype_xmlid="mail.mt_note")
        self.at("2026-01-05 11:10", case.with_user(self.agent).message_post, body="ask Jonas", **note)
        self.assertTrue(case.next_reply_due_at, "a note is no answer")
        self.at("2026-01-05 11:30", case.action_resolve)
        self.at("2026-01-05 12:30", case._customer_wrote, "Thank you very much!")
        self.assertEqual((case.state, case.suggestion, self.dues(case)), ("resolved", "thanks", (False,) * 3))
        self.verified(case)

    def test_a_department_of_ours_is_our_time(self):
        case = self.case_at("2026-01-05 08:00")
        due = case.resolution_due_at
        self.at("2026-01-05 09:00", case._record, "asked_backoffice")
        self.assertEqual(case.resolution_due_at, due)
        self.at("2026-01-05 10:00", case._record, "asked_customer")
        self.assertFalse(case.resolution_due_at)
        self.at("2026-01-05 11:00", case._record, "asked_backoffice")
        self.assertEqual(case.resolution_due_at, datetime(2026, 1, 7, 9), "it goes on when we ask a department")

    def test_hours_of_the_team_and_of_the_channel(self):
        berlin = self._make_calendar("Europe/Berlin")
        berlin.company_id = self.company
        self.channel.calendar_id = berlin
        case = self.case_at("2026-01-05 07:00")
        self.assertEqual(case.first_reply_due_at, datetime(2026, 1, 5, 9), "8–10 in Berlin")
        self.team.service_calendar_id = self.calendar
        self.assertEqual(self.case_at("2026-01-05 07:00").first_reply_due_at, datetime(2026, 1, 5, 10))
        payload = case.event_ids[0].payload["clocks"]["first"]
        self.assertEqual((payload["calendar"], payload["tz"]), (berlin.id, "Europe/Berlin"))

    def test_both_nights_of_the_clock_change(self):
        """Working hours in the zone of the calendar: the night of the change costs or gives nothing."""
        for zone, friday, due in (
            ("Europe/Berlin", "2026-03-27 15:00", datetime(2026, 3, 30, 7)),
            ("Europe/Berlin", "2026-10-23 14:00", datetime(2026, 10, 26, 8)),
            ("America/New_York", "2026-03-06 21:00", datetime(2026, 3, 9, 13)),
            ("Asia/Kolkata", "2026-03-27 10:30", datetime(2026, 3, 30, 3, 30)),
        ):
            calendar = self._make_calendar(zone)
            calendar.company_id = self.company
            self.policy.write({"calendar_id": calendar.id, "first_reply_hours": 2})
            case = self.case_at(friday)
            self.assertEqual(case.first_reply_due_at, due, zone)

    def test_the_narrowest_policy_counts(self):
        self.Policy.create({"name": "C", "type": "complaint", "company_id": self.company.id, "first_reply_hours": 1})
        self.assertEqual(self.case_at("2026-01-05 08:00", type="complaint").first_reply_due_at, datetime(2026, 1, 5, 9))
        self.assertEqual(self.case_at("2026-01-05 08:00").first_reply_due_at, datetime(2026, 1, 5, 10))

    def test_without_policy_no_clock(self):
        self.policy.active = False
        case = self.case_at("2026-01-05 08:00")
        self.assertEqual((self.dues(case), case.due_at, case.policy_version_id.id), ((False,) * 3, False, False))
        self.at("2026-01-05 09:00", case.action_resolve)
        self.verified(case)

    def test_undo_restores_the_clock(self):
        case = self.case_at("2026-01-05 08:00").with_user(self.agent)
        before = self.dues(case)
        self.at("2026-01-05 09:00", case.action_resolve)
        self.assertEqual(self.dues(case), (False,) * 3)
        self.at("2026-01-05 09:00:05", case.action_undo)
        self.assertEqual(self.dues(case), before)

    def test_hook_after_a_clock(self):
        seen = []
        with patch.object(type(self.env["frontoffice.case"]), "_after_clock", lambda s, k, d: seen.append((k, d))):
            case = self.case_at("2026-01-05 08:00")
            self.at("2026-01-05 09:00", case.action_resolve)
        self.assertEqual(seen, [
            ("first", datetime(2026, 1, 5, 10)), ("resolution", datetime(2026, 1, 6, 17)),
            ("first", None), ("resolution", None),
        ])

    def test_statements_do_not_grow_with_cases(self):
        values = {"subject": "x", "partner_id": self.customer.id, "channel_id": self.channel.id,
                  "company_id": self.company.id, "need_id": self.need.id}
        Case = self.env["frontoffice.case"]
        counts = []
        for number in (2, 40):
            cases = Case.create([dict(values) for _n in range(number)])
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            cases._record("resolved")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLess(counts[1], counts[0] + 12, counts)

    def test_statements_of_a_hundred_new_cases(self):
        values = {"subject": "x", "channel_id": self.channel.id, "company_id": self.company.id, "need_id": self.need.id}
        Case = self.env["frontoffice.case"]
        counts = []
        for number in (10, 60):
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            Case.create([dict(values) for _n in range(number)])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLess(counts[1] - counts[0], 25, f"statements do not grow with cases: {counts}")

    def test_the_table_is_shown(self):
        table = self.env["frontoffice.clock.table"].with_user(self.manager).create({}).table
        self.assertIn("We wait for a department of ours", table)
        self.assertEqual(table.count("<tr>"), 1 + 18)
