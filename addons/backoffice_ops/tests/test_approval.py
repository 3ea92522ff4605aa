from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    """Who has to agree, in which order, in whose place; what was decided stays."""

    def test_path_is_made_when_it_begins_and_goes_on_by_itself(self):
        request = self._ask(1500)
        first, second = self._steps(request)
        self.assertEqual((first.state, second.state), ("asked", "waiting"), "all of it is visible at once")
        self.assertEqual((first.people, second.people), ("Tomas", "Vera"))
        self.assertTrue(first.due_at)
        self.assertFalse(second.asked_at)
        self._decide(self.head, first)
        self.assertEqual((first.state, second.state), ("approved", "asked"))
        self.assertEqual(first.decided_by_id, self.head)

    def test_amount_decides_which_steps_are_asked(self):
        self.assertEqual(self._steps(self._ask(999.99)).mapped("name"), ["Budget"])
        self.assertEqual(self._steps(self._ask(1000)).mapped("name"), ["Budget", "Large sum"])

    def test_amount_is_worth_what_it_was_on_the_day(self):
        foreign = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1
        )
        foreign.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", foreign.id)]).unlink()
        rate = self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "rate": 0.5, "name": "2020-01-01", "company_id": self.company.id,
        })
        request = self._ask(600, currency_id=foreign.id)
        self.assertEqual(request.amount_company, 1200)
        self.assertEqual(len(request.approval_ids), 2, "1,200 in the company's currency")
        rate.rate = 5
        self.assertEqual((request.amount_company, request.approval_ids[:1].amount), (1200, 1200))

    def test_an_amount_cannot_be_left_out_or_changed_under_the_decision(self):
        with self.assertRaisesRegex(UserError, "how much"):
            self._ask(0)
        request = self._ask(500)
        with self.assertRaises(AccessError):
            request.with_user(self.agent).write({"amount": 5000})
        with self.assertRaises(AccessError):
            request.with_user(self.agent).write({"amount_company": 5000})

    def test_not_ready_before_it_is_approved(self):
        request = self._ask()
        request.with_user(self.banker).action_accept()
        request.with_user(self.banker).action_start()
        with self.assertRaisesRegex(UserError, "Tomas has to agree"):
            request.with_user(self.banker).action_deliver("Paid")
        self._decide(self.head, request.approval_ids)
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual(request.state, "delivered")

    def test_before_the_work_starts(self):
        self.refund.approval_step_ids[0].gate = "start"
        request = self._ask()
        request.with_user(self.banker).action_accept()
        with self.assertRaisesRegex(UserError, "cannot be started yet"):
            request.with_user(self.banker).action_start()
        self._decide(self.head, request.approval_ids)
        request.with_user(self.banker).action_start()
        self.assertEqual(request.state, "in_progress")

    def test_versioned_with_the_request_type(self):
        request = self._ask()
        self.refund.approval_step_ids.unlink()
        self.assertTrue(request.approval_ids, "asked under the terms of its version")
        with self.assertRaises(UserError):
            request.with_user(self.banker)._check_ready_to_deliver()
        self.assertFalse(self._ask().approval_ids)

    def test_no_goes_back_and_all_is_asked_again_after_a_change(self):
        request = self._ask(1500)
        self._decide(self.head, self._steps(request)[0])
        with self.assertRaisesRegex(UserError, "why not"):
            self._decide(self.chief, self._steps(request)[1], "decline")
        self._decide(self.chief, self._steps(request)[1], "decline", "Too much for a delay")
        self.assertEqual((request.state, request.sender_return_count), ("returned", 0), "nobody's fault")
        self.assertFalse(request.due_at, "the department's clock waits")
        self.assertTrue(request.sender_due_at)
        request.with_user(self.agent).write({"amount": 800})
        request.with_user(self.agent).action_resend("800 then")
        steps = self._steps(request)
        self.assertEqual(steps.mapped("state"), ["approved", "declined", "asked"])
        self.assertEqual((steps[2].round, steps[2].amount), (2, 800))
        self.assertFalse(request._ledger_verify())

    def test_everybody_agrees_or_nobody(self):
        other = self._clerk("lena", self.finance, "head")
        step = self.refund.approval_step_ids[0]
        step.mode = "all"
        approval = self._ask().approval_ids
        self.assertEqual(approval.seat_ids.user_id, self.head | other)
        self._decide(self.head, approval)
        self.assertEqual(approval.state, "asked")
        with self.assertRaisesRegex(UserError, "already"):
            self._decide(self.head, approval)
        self._decide(other, approval)
        self.assertEqual(approval.state, "approved")
        again = self._ask().approval_ids
        self._decide(other, again, "decline", "No")
        self.assertEqual(again.state, "declined", "one no is a no")
        self.assertEqual(sorted(again.seat_ids.mapped("state")), ["declined", "dropped"])

    def test_one_of_several_and_the_second_reads_a_sentence(self):
        self._clerk("lena", self.finance, "head")
        lena = self.env["res.users"].search([("login", "=", "lena")])
        approval = self._ask().approval_ids
        self._decide(self.head, approval)
        with self.assertRaisesRegex(UserError, "Tomas was faster: it is approved already."):
            self._decide(lena, approval, "decline", "No")
        self.assertEqual(approval.state, "approved")

    def test_managers_up_the_line_end_at_the_top(self):
        self.refund.approval_step_ids = [
            Command.clear(), Command.create({"name": "Line", "who": "chain", "levels": 5}),
        ]
        steps = self._steps(self._ask())
        self.assertEqual(steps.mapped("people"), ["Vera", "Omar"])
        self.assertEqual(steps.mapped("state"), ["asked", "waiting"])

    def test_a_person_and_a_role(self):
        people = [Command.set([self.plain.id, self.agent.id])]
        role = self.env["res.groups"].create({"name": "Signs", "user_ids": people})
        self.refund.approval_step_ids = [
            Command.clear(),
            Command.create({"name": "Omar", "who": "person", "user_id": self.director.id, "sequence": 1}),
            Command.create({"name": "Role", "who": "group", "group_id": role.id, "sequence": 2}),
        ]
        self.assertEqual(self._steps(self._ask()).mapped("people"), ["Omar", "Mei"], "not the one who asks")
        with self.assertRaisesRegex(ValidationError, "say who decides"):
            self.refund.approval_step_ids[0].user_id = False

    def test_nobody_approves_a_question_of_their_own(self):
        request = self._ask(from_user_id=self.head.id)
        self.assertEqual(request.approval_ids.seat_ids.user_id, self.director, "his manager")
        with self.assertRaisesRegex(UserError, "asked for this yourself"):
            self._decide(self.head, request.approval_ids)

    def test_a_step_is_never_skipped_in_silence(self):
        managers = self.env.ref("backoffice_ops.group_manager").all_user_ids
        managers.filtered(lambda u: self.company in u.company_ids).company_ids -= self.company
        self.env["backoffice.member"].search([("user_id", "=", self.head.id)]).unlink()
        self.sender_employee.parent_id = False
        with self.assertRaisesRegex(UserError, "Nobody can decide “Budget”"):
            self._ask()

    def test_who_is_not_asked_decides_nothing(self):
        approval = self._ask().approval_ids
        for user in (self.plain, self.stranger, self.portal):
            with self.assertRaises(AccessError):
                self._decide(user, approval)
        with self.assertRaisesRegex(AccessError, "decided by Tomas"):
            self._decide(self.banker, approval)

    def test_decided_stays_for_ever(self):
        approval = self._ask().approval_ids
        self._decide(self.head, approval, note="Right so")
        for user in (self.env.user, self.head, self.manager):
            with self.assertRaises(UserError):
                approval.with_user(user).write({"state": "asked"})
            with self.assertRaises(UserError):
                approval.seat_ids.with_user(user).write({"note": "Other"})
            with self.assertRaises(UserError):
                approval.with_user(user).unlink()
        with self.assertRaises(UserError):
            approval.sudo().write({"decided_by_id": self.agent.id})
        with self.assertRaises(UserError):
            approval.sudo().unlink()
        with self.assertRaises(UserError):
            approval.seat_ids.sudo().unlink()
        with self.assertRaises(UserError):
            approval.handoff_id.sudo().unlink()

    def test_cancelled_and_undone_ask_nobody(self):
        request = self._ask()
        request.with_user(self.agent).action_cancel()
        self.assertEqual(request.approval_ids.state, "dropped")
        with self.assertRaisesRegex(UserError, "not needed any more"):
            self._decide(self.head, request.approval_ids)
        undone = self._ask()
        undone.with_user(self.agent).action_undo()
        self.assertEqual(undone.approval_ids.state, "dropped")

    def test_wait_runs_inside_the_clock_and_is_shown_as_its_share(self):
        """Mon 9:00 asked, Mon 11:00 decided: 2 working hours of the department's 8."""
        with self._frozen("Mon 09:00"):
            request = self._ask()
        due = request.due_at
        with self._frozen("Mon 11:00"):
            self._decide(self.head, request.approval_ids)
        self.assertEqual(request.due_at, due, "nothing is added to the clock")
        self.assertEqual(request.approval_ids.waited_hours, 2)
        self.assertEqual(request.approval_hours, 2)
        item = self.env["backoffice.work"].with_user(self.banker).item(request.id)
        self.assertEqual(item["clock"]["approval"], 7200)
        self.assertEqual([step["state"] for step in item["approvals"]], ["approved"])

    def _frozen(self, text):
        return freeze_time(self._at(text))

    def test_promise_is_enabled_by_the_last_decision_too(self):
        promise = self._promise()
        with self._frozen("Mon 09:00"):
            request = self._ask(promise_id=promise.id)
        self.assertFalse(promise._ready_moments()[promise.id])
        request.with_user(self.banker).action_accept()
        self._decide(self.head, request.approval_ids)
        self.assertFalse(promise.enabled_at, "the request itself is not ready yet")
        request.with_user(self.banker).action_deliver("Paid")
        self.assertEqual(promise.enabled_at, request.final_at)

    def test_confidential_is_seen_by_those_it_concerns_alone(self):
        self.refund.confidential = True
        approval = self._ask().approval_ids
        Approval = self.env["backoffice.approval"]
        for user in (self.head, self.agent):
            self.assertIn(approval, Approval.with_user(user).search([]))
        for user in (self.banker, self.manager, self.leader, self.plain):
            self.assertNotIn(approval, Approval.with_user(user).search([]))
        away = Approval.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        self.assertNotIn(approval, away.search([]))

    def test_nothing_configured_costs_no_query(self):
        request = self._handoff()
        request.with_user(self.agent).action_send()
        self.env.flush_all()
        with self.assertQueryCount(0):
            request._with_approvals()._ask_approvals()
            request._check_approved(("deliver",), "ready")

    def test_to_decide(self):
        request = self._ask(1500)
        Work = self.env["backoffice.work"]
        page = Work.with_user(self.head).open()
        self.assertIn("decide", [view["id"] for view in page["views"]])
        self.assertEqual(page["counts"]["decide"], 1)
        [row] = Work.with_user(self.head).to_decide()
        self.assertEqual((row["what"], row["by"], row["customer"]), ("Refund for Ana", "Priya", "Ana Ortiz"))
        self.assertEqual([step["who"] for step in row["path"]], ["Tomas", "Vera"])
        self.assertFalse(Work.with_user(self.chief).to_decide(), "not yet her turn")
        self.assertEqual(Work.with_user(self.head).decide(row["id"], "approve"), [])
        [row] = Work.with_user(self.chief).to_decide()
        self.assertFalse(row["openable"], "she decides without a right on the request")
        self.assertNotIn("decide", [v["id"] for v in Work.with_user(self.plain).open()["views"]])
        self.assertEqual(request.approval_ids.mapped("state").count("approved"), 1)

    def test_what_is_not_decided_in_time_is_told_once(self):
        request = self._ask()
        approval = request.approval_ids
        with freeze_time(approval.due_at):
            approval._remind_overdue()
            self.assertFalse(approval.reminded_at, "due exactly now is in time")
        with freeze_time(approval.due_at + timedelta(minutes=1)):
            self.assertTrue(approval._remind_overdue())
            self.assertTrue(approval.reminded_at)
            self.assertEqual(approval._remind_overdue(), 0, "once")
        posts = self.env["backoffice.post"].search([("res_model", "=", approval._name), ("res_id", "=", approval.id)])
        self.assertEqual(posts.user_id, self.head | self.agent)
        self.assertEqual(set(posts.mapped("kind")), {"step"}, "on the screen, no mail")
        self.assertIn(approval.name, posts[0]._line()["text"])
        self._decide(self.head, approval)
        self.assertIsNone(posts[0]._line(), "what is decided is not late")
