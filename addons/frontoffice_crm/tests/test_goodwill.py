from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .goodwill_common import GoodwillCase


@tagged("post_install", "-at_install")
class TestGoodwill(GoodwillCase):
    """Inside the limit it is done at once; beyond it somebody else decides; nothing is ever changed."""

    def test_inside_the_limit_it_is_given_at_once(self):
        gesture = self._give(40)
        self.assertEqual((gesture.state, gesture.mandate_id, gesture.amount_company), ("given", self.limit, 40))
        self.assertFalse(gesture.activity_ids or gesture.approver_id)
        self.assertEqual(self._month().used, 40)
        self.assertFalse(gesture.case_id.needed_approval)

    def test_the_desk_reads_what_is_left(self):
        line = self._line(self._complaint())
        self.assertRegex(line, r"^You may give up to .*60\D* \(left this month .*410\D*\)$")
        case = self._complaint()
        self._give(45, case)
        self.assertRegex(self._line(case), r"up to .*15\D* \(left this month .*365")
        self.assertRegex(self._line({"type": "complaint", "company_id": self.company.id}), r"up to .*60")

    def test_nothing_to_say(self):
        Mandate = self.env["frontoffice.mandate"].with_user(self.agent)
        self.assertIsNone(Mandate._remaining_line({"type": "question", "company_id": self.company.id}))
        self.assertIsNone(self.env["frontoffice.mandate"].with_user(self.plain)._remaining_line({"type": "complaint"}))
        self.feature.implied_by_ids = False
        self.agent.group_ids -= self.feature
        self.assertIsNone(Mandate._remaining_line({"type": "complaint", "company_id": self.company.id}))

    def test_a_used_up_limit_says_so(self):
        case = self._complaint()
        self._give(60, case)
        self.assertIn("used up", self._line(case))

    def test_the_case_counts_what_everybody_gave(self):
        case = self._complaint()
        self._give(50, case)
        second = self._give(20, case, user=self.second)
        self.assertEqual((second.state, second.reason_code), ("asked", "over_limit"))

    def test_a_merged_case_brings_what_was_given(self):
        old, case = self._complaint(), self._complaint()
        self._give(50, old)
        old.sudo().merged_into_id = case
        self.assertEqual(self._give(20, case).state, "asked")

    def test_the_month_is_shared(self):
        self.limit.per_month = 100
        for user in (self.agent, self.second):
            self.assertEqual(self._give(45, user=user).state, "given")
        self.assertEqual(self._give(45).state, "asked")
        self.assertEqual(self._give(10).state, "given")

    def test_or_each_person_has_an_own_one(self):
        self.limit.write({"per_month": 60, "budget_of": "person"})
        self.assertEqual(self._give(60).state, "given")
        self.assertEqual(self._give(60, user=self.second).state, "given")
        self.assertEqual(self._give(5).state, "asked")

    def test_beyond_the_limit_the_leader_decides(self):
        gesture = self._give(90)
        self.assertEqual((gesture.state, gesture.reason_code), ("asked", "over_limit"))
        self.assertEqual(gesture.activity_ids.user_id, self.leader)
        self.assertTrue(gesture.case_id.needed_approval)
        gesture.with_user(self.leader).action_approve()
        self.assertEqual((gesture.state, gesture.approver_id), ("given", self.leader))
        self.assertTrue(gesture.decided_at)
        self.assertEqual(gesture.mandate_id, self.leader_limit, "charged to who decided")
        self.assertFalse(gesture.activity_ids, "the to-do is done")
        told = gesture.case_id.activity_ids.filtered(lambda a: a.user_id == self.agent)
        self.assertIn("approved", told.summary)
        gesture.case_id._record("resolved")
        self.assertEqual(gesture.case_id.resolved_level, "approved")
        self.assertFalse(gesture.case_id._ledger_verify())

    def test_declined_stays_declined(self):
        gesture = self._give(90)
        gesture.with_user(self.leader).action_decline("Not our fault")
        self.assertEqual((gesture.state, gesture.decision_note), ("declined", "Not our fault"))
        with self.assertRaisesRegex(UserError, "Declined"):
            gesture.with_user(self.manager).action_approve()
        gesture.case_id._record("resolved")
        self.assertEqual(gesture.case_id.resolved_level, "first_line", "an approval was asked, not given")
        self.assertEqual(self._month().used, 0)

    def test_a_leader_beyond_her_own_limit_needs_a_manager(self):
        gesture = self._give(900)
        self.assertEqual(gesture.activity_ids.user_id, self.manager)
        with self.assertRaisesRegex(UserError, "manager"):
            gesture.with_user(self.leader).action_approve()
        gesture.with_user(self.manager).action_approve()
        self.assertEqual((gesture.state, gesture.mandate_id.id), ("given", False))

    def test_nobody_decides_for_herself(self):
        gesture = self._give(300, user=self.leader)
        with self.assertRaises(UserError):
            gesture.with_user(self.leader).action_approve()
        with self.assertRaises(AccessError):
            gesture.with_user(self.agent).action_approve()

    def test_who_asked_takes_the_question_back(self):
        gesture = self._give(90)
        with self.assertRaises(AccessError):
            gesture.with_user(self.second).action_withdraw()
        gesture.with_user(self.agent).action_withdraw()
        self.assertEqual(gesture.state, "withdrawn")

    def test_asked_although_inside(self):
        gesture = self._give(20, ask=True)
        self.assertEqual((gesture.state, gesture.escalated_inside), ("asked", True))
        self.assertIn(gesture, self.env["frontoffice.gesture"].search([("escalated_inside", "=", True)]))
        self.assertFalse(self._give(90).escalated_inside)

    def test_without_a_limit_one_asks(self):
        self.limit.active = False
        self.assertEqual(self._give(5).reason_code, "no_limit")

    def test_a_manager_gives_and_is_named(self):
        gesture = self._give(5000, user=self.manager)
        self.assertEqual((gesture.state, gesture.approver_id), ("given", self.manager))

    def test_given_is_never_edited(self):
        gesture = self._give(40)
        for values in ({"amount": 1}, {"state": "declined"}, {"user_id": self.second.id}):
            with self.assertRaises(UserError):
                gesture.sudo().write(values)
        with self.assertRaises(AccessError):
            gesture.with_user(self.manager).unlink()

    def test_taking_back_is_a_second_record(self):
        case = self._complaint()
        gesture = self._give(40, case)
        gesture.with_user(self.agent).action_take_back()
        back = gesture.reversal_ids
        self.assertEqual((back.amount, back.amount_company, back.state), (-40, -40, "given"))
        self.assertTrue(gesture.is_returned)
        self.assertEqual((self._month().used, case._goodwill_given()), (0, 0))
        for again in (gesture, back):
            with self.assertRaises(UserError):
                again.with_user(self.leader).action_take_back()
        other = self._give(10)
        with self.assertRaises(AccessError):
            other.with_user(self.second).action_take_back()

    def test_with_a_promise(self):
        gesture = self._give(40, standard_id=self.standard.id)
        self.assertEqual(gesture.promise_id.case_id, gesture.case_id)
        self.assertEqual((gesture.promise_id.state, gesture.promise_id.made_by_id), ("made", self.agent))
        asked = self._give(90, standard_id=self.standard.id)
        self.assertFalse(asked.promise_id, "nothing is promised before it is decided")
        asked.with_user(self.leader).action_approve()
        self.assertTrue(asked.promise_id)

    def test_an_amount_is_above_zero(self):
        for amount in (0, -5, 0.001, float("nan"), float("inf")):
            with self.assertRaises(ValidationError):
                self._give(amount)

    def test_not_on_a_merged_case(self):
        case = self._complaint()
        case._record("cancelled")
        with self.assertRaises(UserError):
            self._give(5, case)

    def test_an_approval_without_goodwill(self):
        case = self._complaint(user_id=self.agent.id)
        case.with_user(self.agent)._request_approval("exception", 0)
        self.assertEqual((case.approval_state, case.activity_ids.user_id), ("asked", self.leader))
        with self.assertRaises(AccessError):
            case.with_user(self.second).action_approve()
        self.assertTrue(case.with_user(self.leader).can_approve)
        case.with_user(self.leader).action_approve()
        self.assertEqual((case.approval_state, case.approval_granted), ("granted", True))
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_approve()


@tagged("post_install", "-at_install")
class TestGoodwillEdges(GoodwillCase):
    """Months, currencies, versions, groups and people that change."""

    def test_the_month_turns_at_the_companys_midnight(self):
        self.calendar.tz = "Pacific/Auckland"  # 13 hours ahead in November
        with freeze_time(datetime(2026, 11, 30, 10, 30)):  # 23:30 on the 30th there
            self._give(50)
        with freeze_time(datetime(2026, 11, 30, 11, 30)):  # half past midnight, 1 December
            self._give(30)
        months = self.env["frontoffice.mandate.budget"].search([("mandate_id", "=", self.limit.id)], order="month")
        self.assertEqual([(str(b.month), b.used) for b in months], [("2026-11-01", 50), ("2026-12-01", 30)])

    def test_taken_back_in_the_next_month_it_returns_to_its_own(self):
        with freeze_time(datetime(2026, 11, 20, 10)):
            gesture = self._give(50)
        with freeze_time(datetime(2026, 12, 2, 10)):
            gesture.with_user(self.agent).action_take_back()
            self.assertEqual(self.env["frontoffice.mandate.budget"]._used(self.limit, self.company, self.agent), 0)
        self.assertEqual(gesture.budget_id.used, 0)

    def test_the_rate_of_the_day_is_frozen(self):
        dollar = self._dollar(2.0)
        gesture = self._give(100, currency_id=dollar.id)
        self.assertEqual((gesture.state, gesture.amount_company), ("given", 50))
        dollar.rate_ids.rate = 1.0
        self.assertEqual((gesture.amount_company, self._month().used), (50, 50))
        self.assertEqual(self._give(100, currency_id=dollar.id).state, "asked", "worth 100 now")

    def test_a_limit_in_the_given_currency_goes_first(self):
        dollar = self._dollar(2.0)
        own = self.limit.copy({"currency_id": dollar.id, "per_case": 30, "per_month": 300})
        self.assertEqual(self._give(40, currency_id=dollar.id).state, "asked", "30 dollars, though 60 at home")
        self.assertEqual(self._give(20, currency_id=dollar.id).mandate_id, own)

    def test_a_change_in_mid_month_keeps_what_was_used(self):
        first = self._give(50)
        self.limit.write({"per_case": 100, "per_month": 120})
        second = self._give(70)
        self.assertEqual(second.state, "given")
        self.assertEqual(self._give(10).state, "asked", "120 are used")
        versions = (first | second).mapped("mandate_version_id.number")
        self.assertEqual(versions, [1, 2])
        self.assertEqual(first.mandate_version_id.values["per_case"], 60)

    def test_in_two_groups_the_most_generous_counts_once(self):
        extra = self.env["res.groups"].create({"name": "Night shift"})
        small = self._mandate(group_id=extra.id, per_case=25, per_month=100)
        self.agent.group_ids |= extra
        gesture = self._give(60)
        self.assertEqual(gesture.mandate_id, self.limit)
        self.assertEqual(self._give(61).state, "asked", "60 and 25 do not add up")
        self.assertEqual(self.env["frontoffice.mandate.budget"]._used(small, self.company, self.agent), 0)

    def test_who_moves_takes_nothing_along(self):
        self._give(60)
        extra = self.env["res.groups"].create({"name": "Sales desk"})
        self._mandate(group_id=extra.id, per_case=20, per_month=40)
        self.agent.group_ids = [Command.set([self.env.ref("base.group_user").id, extra.id])]
        self.second.group_ids |= extra
        room = self.env["frontoffice.mandate"]._room(self.company, {"case_type": "complaint"}, self.agent)
        self.assertEqual((room["room"], room["month_left"]), (20, 40))
        self.assertEqual(self._month().used, 60, "stays where it was given")

    def test_the_more_specific_limit_of_a_group_holds(self):
        self._mandate(kind="gift", per_case=15)
        self.assertEqual(self._give(20, kind="gift").state, "asked")
        self.assertEqual(self._give(20).state, "given")

    def test_another_company_has_another_month(self):
        self.limit.company_id = False
        self._give(60)
        self.assertEqual(self.env["frontoffice.mandate.budget"]._used(self.limit, self.other_company, self.agent), 0)

    def test_counter_and_records_agree(self):
        for amount in (10, 20.5, 7.25):
            self._give(amount)
        self._give(12).with_user(self.agent).action_take_back()
        given = self.env["frontoffice.gesture"].search([("budget_id", "=", self._month().id)])
        self.assertAlmostEqual(sum(given.mapped("amount_company")), self._month().used)

    def test_the_dialog(self):
        case = self._complaint()
        wizard = self.env["frontoffice.goodwill"].with_user(self.agent).create({"case_id": case.id, "amount": 30})
        self.assertTrue(wizard.inside)
        wizard.amount = 70
        self.assertFalse(wizard.inside)
        wizard.amount = 30
        wizard.action_give()
        self.assertEqual(case.gesture_ids.state, "given")
