from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalRule(ApprovalCase):
    """Goodwill and questions on a case go the way of a rule, where there is one."""

    def _rule(self, subject="gesture"):
        return self.env["backoffice.approval.rule"].create({
            "name": "Above the limit", "subject": subject, "company_id": self.company.id, "step_ids": [
                Command.create({"name": "Vera", "who": "person", "user_id": self.chief.id, "sequence": 1}),
                Command.create({
                    "name": "Omar", "who": "person", "user_id": self.director.id, "sequence": 2, "amount_from": 100,
                }),
            ],
        })

    def _goodwill(self, amount=50):
        case = self._case(type="complaint", team_id=self.team.id, user_id=self.agent.id)
        return case.with_user(self.agent)._give_goodwill({"kind": "refund", "amount": amount})

    def test_without_a_rule_as_before(self):
        gesture = self._goodwill()
        self.assertFalse(gesture.sudo().approval_ids)
        self.assertTrue(gesture.sudo().activity_ids, "the team leader is asked")
        gesture.with_user(self.manager).action_approve()
        self.assertEqual(gesture.state, "given")

    def test_goodwill_goes_its_way(self):
        self._rule()
        gesture = self._goodwill(150).sudo()
        first, second = gesture.approval_ids.sorted("position")
        self.assertEqual((first.people, second.people, second.amount), ("Vera", "Omar", 150))
        with self.assertRaisesRegex(UserError, "Now it is with Vera"):
            gesture.with_user(self.manager).action_approve()
        self._decide(self.chief, first)
        self.assertEqual(gesture.state, "asked")
        self._decide(self.director, second, note="A good customer")
        self.assertEqual((gesture.state, gesture.approver_id), ("given", self.director))
        self.assertEqual((gesture.decision_note, gesture.case_id.approval_state), ("A good customer", "granted"))
        self.assertFalse(gesture.case_id._ledger_verify())

    def test_goodwill_declined_or_taken_back(self):
        self._rule()
        gesture = self._goodwill().sudo()
        self._decide(self.chief, gesture.approval_ids, "decline", "Not this time")
        self.assertEqual((gesture.state, gesture.decision_note), ("declined", "Not this time"))
        other = self._goodwill().sudo()
        other.with_user(self.agent).action_withdraw()
        self.assertEqual((other.state, other.approval_ids.state), ("withdrawn", "dropped"))

    def test_a_question_on_a_case(self):
        self._rule("case")
        case = self._case(type="complaint", team_id=self.team.id)
        case.with_user(self.agent)._request_approval("exception", 30)
        self.assertEqual(case.approval_ids.people, "Vera")
        with self.assertRaisesRegex(UserError, "Now it is with Vera"):
            case.with_user(self.leader).action_approve()
        self._decide(self.chief, case.approval_ids)
        self.assertEqual(case.approval_state, "granted")
        case.with_user(self.agent)._request_approval("exception", 30)
        self.assertEqual(case.approval_ids.sorted("id").mapped("round"), [1, 2])

    def test_approvals_follow_a_merged_case(self):
        self._rule("case")
        case, survivor = self._case(), self._case()
        case.with_user(self.agent)._request_approval("exception", 30)
        approval = case.approval_ids
        self._decide(self.chief, approval)
        case._merge_into(survivor)
        self.assertEqual(approval.case_id, survivor, "a decision moves with its case, and changes in nothing else")

    def test_a_rule_is_versioned_and_coded(self):
        rule = self._rule()
        gesture = self._goodwill().sudo()
        rule.step_ids[0].user_id = self.director
        self.assertEqual(gesture.approval_ids.people, "Vera")
        self.assertEqual(len(gesture.approval_ids.rule_version_id.values["approvals"]), 2)
        self.assertTrue(rule.code)
        sections = {section["key"]: section for section in self.env["frontoffice.setup"]._setup_sections()}
        self.assertIn("approval_step_ids", sections["request_types"]["fields"])
        self.assertEqual(sections["approval_rules"]["model"], rule._name)

    def test_rights(self):
        rule = self._rule()
        for user in (self.agent, self.clerk, self.plain):
            with self.assertRaises(AccessError):
                rule.with_user(user).write({"name": "Mine"})
            with self.assertRaises(AccessError):
                rule.step_ids.with_user(user).write({"amount_from": 1})
            with self.assertRaises(AccessError):
                self.env["backoffice.approval"].with_user(user).create({"name": "x", "company_id": self.company.id})
