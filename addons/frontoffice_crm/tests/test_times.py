from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools.case import Case, step
from ..tools.ledger import Event
from .common import FrontOfficeCase

MONDAY = datetime(2026, 1, 5)  # working hours are 8–12 and 13–17 UTC


@tagged("post_install", "-at_install")
class TestTimes(FrontOfficeCase):
    """The moments and minutes figures rest on, told by the ledger and frozen when they happen."""

    def _history(self, *events):
        """A case opened on Monday at eight, and what happened to it since."""
        case = self._case(source="history", opened_at=MONDAY + timedelta(hours=8))
        case._record_history([(case, [(kind, MONDAY + timedelta(hours=hours), {}) for kind, hours in events])])
        return case

    def test_first_solution_and_first_reopening_stay(self):
        case = self._history(
            ("resolved", 10), ("reopened", 14), ("resolved", 16), ("reopened", 32), ("resolved", 33))
        self.assertEqual(case.first_resolved_at, MONDAY + timedelta(hours=10))
        self.assertEqual(case.first_reopened_at, MONDAY + timedelta(hours=14))
        self.assertEqual(case.resolved_at, MONDAY + timedelta(hours=33))
        # Monday 8–12 and 13–17, Tuesday 8–9
        self.assertEqual(case.resolve_minutes, 9 * 60)
        self.assertFalse(case._ledger_verify())

    def test_waiting_for_the_customer_is_not_ours(self):
        case = self._history(("asked_customer", 9), ("resumed", 15), ("resolved", 16))
        # 8–16 is seven working hours, of these 9–15 (five) waited
        self.assertEqual(case.resolve_minutes, 120)

    def test_solved_while_waiting_and_taken_back(self):
        case = self._history(("asked_customer", 9), ("resolved", 11))
        self.assertEqual(case.resolve_minutes, 60)
        case._record("reopened")
        self.assertFalse(case.resolve_minutes)
        self.assertTrue(case.first_resolved_at)

    def test_cancelled_says_when(self):
        case = self._history(("cancelled", 9))
        self.assertEqual(case.cancelled_at, MONDAY + timedelta(hours=9))

    def test_the_fold_keeps_every_wait(self):
        state = Case()
        for n, (kind, hour) in enumerate(
            [("opened", 8), ("asked_customer", 9), ("resumed", 10), ("asked_customer", 11), ("cancelled", 12)], 1
        ):
            state = step(state, Event(n, kind, MONDAY + timedelta(hours=hour)))
        self.assertEqual([(a.hour, b.hour) for a, b in state.waits], [(9, 10), (11, 12)])

    def test_minutes_to_the_first_answer_follow_the_channel(self):
        working = self.channel.copy({"kind": "email", "first_response_clock": "working"})
        wall = self.channel.copy({"kind": "chat", "first_response_clock": "wall"})
        late, early = MONDAY + timedelta(hours=16), MONDAY + timedelta(days=1, hours=9)
        made = self.env["frontoffice.encounter"].create([
            {"channel_id": channel.id, "company_id": self.company.id, "arrived_at": late, "state": "waiting"}
            for channel in (working, wall)])
        self.assertEqual(made.mapped("response_minutes"), [0, 0])
        made.write({"first_response_at": early})
        self.assertEqual(made.mapped("response_minutes"), [120, 17 * 60])
        made[0].first_response_at = False
        self.assertEqual(made[0].response_minutes, 0)

    def test_an_unheard_topic_is_frozen_when_logged(self):
        alone = self.env["frontoffice.need"].create({"name": "Parking", "company_id": self.company.id})
        made = self.env["frontoffice.encounter"].create([
            {"channel_id": self.channel.id, "company_id": self.company.id, "need_id": need.id}
            for need in (alone, self.need)])
        self.assertEqual(made.mapped("is_unheard"), [True, False])
        alone.write({"standard_id": self.standard.id, "team_id": self.team.id})
        self.assertTrue(made[0].is_unheard)
        made[0].need_id = alone.copy({"name": "Keys"})
        self.assertFalse(made[0].is_unheard)
        with self.assertRaises(AccessError):
            made[1].with_user(self.agent).is_unheard = True

    def test_enquiries_are_planned_once_in_working_time(self):
        leads = self.env["crm.lead"].create([
            {"name": f"Enquiry {i}", "company_id": self.company.id, "team_id": False} for i in range(2)])
        self.env.flush_all()
        friday = datetime(2026, 1, 9, 16, 30)
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id IN %s", (friday, tuple(leads.ids)))
        leads.invalidate_recordset()
        self.assertEqual(self.env["crm.lead"]._plan_responses(leads.ids), 2)
        self.assertEqual(leads.mapped("service_response_due_at"), [datetime(2026, 1, 12, 8, 30)] * 2)
        self.assertEqual(self.env["crm.lead"]._plan_responses(leads.ids), 0)

    def test_a_step_that_is_put_off_is_counted(self):
        lead = self.env["crm.lead"].create({"name": "Enquiry", "company_id": self.company.id})
        today = datetime.now().date()
        step_ = lead.activity_schedule("mail.mail_activity_data_todo", today)
        step_.date_deadline = today + timedelta(days=3)
        step_.date_deadline = today + timedelta(days=1)  # sooner is not put off
        step_.write({"date_deadline": today + timedelta(days=9), "summary": "Call"})
        self.assertEqual(step_.service_move_count, 2)
        other = self.customer.activity_schedule("mail.mail_activity_data_todo", today)
        other.date_deadline = today + timedelta(days=3)
        self.assertEqual(other.service_move_count, 0)
