import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import handoff as pure
from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestHandoff(BackOfficeCase):
    def test_every_illegal_step_names_both_states(self):
        """All pairs outside the table are refused, all inside pass: the table is the truth."""
        paths = {
            "draft": [], "sent": ["sent"], "accepted": ["sent", "accepted"],
            "in_progress": ["sent", "accepted", "started"], "paused": ["sent", "accepted", "paused"],
            "returned": ["sent", "returned"], "declined": ["sent", "declined"],
            "delivered": ["sent", "accepted", "delivered"],
            "done": ["sent", "accepted", "delivered", "confirmed"], "cancelled": ["cancelled"],
        }
        self.assertEqual(set(paths), set(dict(self.env["backoffice.handoff"]._fields["state"].selection)))
        for state, path in paths.items():
            handoff = self._handoff()
            for kind in path:
                handoff._record(kind)
            self.assertEqual(handoff.state, state)
            for kind in pure.KINDS:
                with self.subTest(state=state, kind=kind):
                    if (state, kind) in pure.MOVES:
                        continue
                    label = dict(handoff._fields["state"]._description_selection(self.env))[state]
                    with self.assertRaisesRegex(UserError, re.escape(label)):
                        handoff._record(kind)

    def test_the_whole_way(self):
        self.service.allow_incomplete = True
        handoff = self._handoff(answers=False, from_user_id=self.agent.id)
        handoff.with_user(self.agent).action_send()
        self.assertFalse(handoff.required_ok_at_send)
        handoff.with_user(self.clerk).action_accept()
        self.assertEqual(handoff.user_id, self.clerk)
        handoff.with_user(self.clerk).action_return(["detail"], note="serial number missing")
        self.assertEqual(handoff.state, "returned")
        self.assertTrue(handoff.sender_due_at)
        self.assertFalse(handoff.due_at, "nothing is due from the department while the sender has the ball")
        handoff.with_user(self.agent).action_resend(note="4711", answers={"serial": "4711"})
        self.assertFalse(handoff.missing_ids)
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_pause("customer", "called, will ring back", evidence=True)
        handoff.with_user(self.clerk).action_resume()
        handoff.with_user(self.clerk).action_deliver("pump on the van")
        handoff.with_user(self.agent).action_confirm()
        self.assertEqual(handoff.state, "done")
        self.assertEqual(handoff.outcome_note, "pump on the van")
        self.assertEqual(handoff.return_count, 1)
        self.assertFalse(handoff._ledger_verify())

    def test_sides_do_not_press_each_others_buttons(self):
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).action_accept()
        with self.assertRaises(AccessError):
            handoff.with_user(self.banker).action_accept()
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver()
        with self.assertRaises(AccessError):
            handoff.with_user(self.clerk).action_confirm()

    def test_undo(self):
        handoff = self._handoff()
        handoff._record("sent")
        for action in ("action_accept", "action_deliver"):
            before = handoff.state
            owner = handoff.user_id
            getattr(handoff.with_user(self.clerk), action)()
            handoff.with_user(self.clerk).action_undo()
            self.assertEqual((handoff.state, handoff.user_id), (before, owner))
            getattr(handoff.with_user(self.clerk), action)()
        self.assertEqual(handoff.return_count + handoff.rework_count, 0)
        self.assertFalse(handoff._ledger_verify())

    def test_undo_of_ready_takes_the_promise_back(self):
        promise = self._promise()
        handoff = self._handoff(promise_id=promise.id)
        handoff._record("sent")
        handoff.with_user(self.clerk).action_accept()
        handoff.with_user(self.clerk).action_deliver()
        self.assertEqual(promise.state, "enabled")
        handoff.with_user(self.clerk).action_undo()
        self.assertEqual(promise.state, "made")
        self.assertFalse(promise.enabled_at)

    def test_a_promise_is_ready_with_its_last_request(self):
        promise = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Fri 09:00"))
        first, second = self._handoff(promise_id=promise.id), self._handoff(promise_id=promise.id)
        self._play(first | second, ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        self._play(first, ("Mon 11:00", "delivered"))
        self.assertFalse(promise.enabled_at)
        self._play(second, ("Tue 11:00", "delivered"))
        self.assertEqual(promise.enabled_at, self._at("Tue 11:00"))
        self._play(second, ("Tue 12:00", "rejected"))
        self.assertFalse(promise.enabled_at)
        self._play(second, ("Tue 14:00", "cancelled"))
        self.assertEqual(promise.enabled_at, self._at("Mon 11:00"))

    def test_a_new_department_gets_a_new_clock(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        with freeze_time(self._at("Tue 08:00")):
            handoff.with_user(self.clerk).action_reroute(self.finance.id)
        self.assertEqual((handoff.state, handoff.stint), ("sent", 2))
        self.assertEqual(handoff.due_at, self._at("Tue 17:00"))
        self.assertFalse(handoff.user_id)
        self.assertTrue(handoff.with_user(self.banker).has_access("read"))
        self.assertFalse(handoff.with_user(self.clerk).has_access("read"))

    def test_only_its_side_gives_it_away(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).action_reroute(self.finance.id)
        declined = self._play(self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "declined"))
        with self.assertRaises(AccessError):
            declined.with_user(self.clerk).action_reroute(self.finance.id)
        declined.with_user(self.agent).action_reroute(self.finance.id)
        self.assertEqual((declined.state, declined.to_department_id), ("sent", self.finance))

    def test_queries_grow_with_calendars_not_with_records(self):
        self.service.calendar_id = self.calendar
        counts = []
        for size in (2, 30):
            handoffs = self.env["backoffice.handoff"].create([
                {"subject": "x", "service_id": self.service.id, "company_id": self.company.id} for _n in range(size)
            ])
            handoffs._record("sent")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            handoffs._record("accepted")
            handoffs._record("delivered")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_silence_confirms_once(self):
        handoff = self._play(
            self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"), ("Mon 16:00", "delivered")
        )
        self.assertEqual(handoff.confirm_due_at, self._at("Wed 16:00"))
        with freeze_time(self._at("Thu 08:00")), self.enter_registry_test_mode():
            for _again in range(2):
                self.env.ref("backoffice_ops.cron_confirm").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((handoff.state, handoff.auto_done), ("done", True))
        self.assertEqual(handoff.done_at, self._at("Wed 16:00"))
        self.assertEqual(handoff.event_ids.mapped("kind").count("confirmed"), 1)

    def test_holiday_entered_later_acts_only_when_replanned(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"))
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.calendar.id, "company_id": self.company.id,
            "date_from": self._at("Tue 00:00"), "date_to": self._at("Tue 23:59"),
        })
        self.assertEqual(handoff._replayed()[handoff.id].due_at, self._at("Tue 09:00"))
        handoff._record("replanned", at=self._at("Mon 12:00"))
        self.assertEqual(handoff.due_at, self._at("Wed 09:00"))

    def test_changing_the_policy_never_moves_a_running_clock(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        self.service.deliver_hours = 40
        self._play(handoff, ("Mon 11:00", "paused", {"reason": "x", "evidence": True}), ("Tue 11:00", "resumed"))
        self.assertEqual(handoff.due_at, self._at("Wed 09:00"))
        self.assertEqual(handoff.service_version_id.number, 1)

    def test_empty_calendar_is_said_not_guessed(self):
        empty = self.env["resource.calendar"].create({"name": "Nobody works", "company_id": self.company.id})
        empty.attendance_ids.unlink()
        self.service.calendar_id = empty
        with self.assertRaisesRegex(UserError, "working hours"):
            self._handoff()._record("sent")

    def test_an_archived_department_still_finishes_its_work(self):
        handoff = self._handoff()
        handoff._record("sent")
        self.parts.action_archive()
        handoff.with_user(self.clerk).action_accept()
        self.assertEqual(handoff.state, "accepted")

    def test_late_is_never_stored(self):
        handoff = self._play(self._handoff(), ("Mon 09:00", "sent"))
        with freeze_time(self._at("Tue 09:00")):
            handoff.invalidate_recordset(["is_late"])
            self.assertFalse(handoff.is_late, "due exactly now is in time")
        with freeze_time(self._at("Tue 09:00") + timedelta(seconds=1)):
            handoff.invalidate_recordset(["is_late"])
            self.assertTrue(handoff.is_late)
            self.assertIn(handoff, handoff.search([("is_late", "=", True)]))

    def test_fields_of_a_sent_request_stay(self):
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        for values in (
            {"to_department_id": self.finance.id}, {"service_id": self.refund.id}, {"state": "done"},
            {"from_user_id": self.clerk.id}, {"due_at": fields.Datetime.now()}, {"required_ok_at_send": True},
        ):
            with self.assertRaises(AccessError):
                handoff.with_user(self.agent).write(values)

    def test_a_case_and_a_promise_ask_with_what_they_know(self):
        case = self._case()
        promise = self._promise(case_id=case.id, team_id=self.team.id)
        for host in (case, promise):
            defaults = host.with_user(self.agent).action_hand_off()["context"]
            self.assertEqual(defaults["default_case_id"], case.id)
            self.assertEqual(defaults["default_partner_id"], self.customer.id)
        self.assertEqual(defaults["default_promise_id"], promise.id)

    def test_who_it_took_to_solve_a_case(self):
        alone, together = self._case(), self._case()
        self._handoff(case_id=together.id)._record("sent")
        alone.with_user(self.agent).action_resolve()
        self.env["backoffice.case.gate"].with_user(self.agent).create(
            {"case_ids": together.ids, "note": "The customer needs no answer of theirs"}
        ).action_anyway()
        self.assertEqual((alone.resolved_level, together.resolved_level), ("first_line", "escalated"))
        self.assertFalse((alone | together)._ledger_verify())
        alone.with_user(self.agent).action_reopen()
        self.assertFalse(alone.resolved_level)

    def test_the_department_says_who_does_it(self):
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).user_id = self.banker
        handoff.with_user(self.clerk).user_id = self.clerk
        self.assertEqual(handoff.user_id, self.clerk)

    def test_query_policy(self):
        """Create + send: no tracking, no followers, no messages, and nothing that grows by record."""
        self._handoff()._record("sent")
        self.env.flush_all()
        counts = []
        for size in (1, 50):
            before = self.env.cr.sql_log_count
            handoffs = self.env["backoffice.handoff"].create([
                {"subject": "x", "service_id": self.service.id, "company_id": self.company.id} for _n in range(size)
            ])
            handoffs._record("sent")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)
        with self.assertQueryCount(16):
            self.env["backoffice.handoff"].create(
                {"subject": "x", "service_id": self.service.id, "company_id": self.company.id}
            )._record("sent")
            self.env.flush_all()
        self.assertFalse(handoffs.message_ids or handoffs.message_follower_ids)
