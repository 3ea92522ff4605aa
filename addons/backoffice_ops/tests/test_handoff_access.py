from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestHandoffAccess(BackOfficeCase):
    def _may(self, user, record, operation="read"):
        return record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).has_access(operation)

    def test_who_sees_a_request(self):
        handoff = self._handoff(from_user_id=self.plain.id)
        handoff._record("sent")
        for user, sees in (
            (self.plain, True), (self.clerk, True), (self.leader, True),
            (self.banker, False), (self.agent, False), (self.stranger, False), (self.portal, False),
        ):
            self.assertEqual(self._may(user, handoff), sees, user.login)

    def test_confidential(self):
        self.refund.confidential = True
        handoff = self._handoff(service_id=self.refund.id, from_user_id=self.plain.id)
        handoff._record("sent")
        for user, sees in (
            (self.plain, True), (self.head, True), (self.banker, False), (self.leader, False),
            (self.manager, False), (self.clerk, False),
        ):
            self.assertEqual(self._may(user, handoff), sees, user.login)
        handoff.user_id = self.banker
        self.assertTrue(self._may(self.banker, handoff), "who does it sees it")

    def test_department_side(self):
        handoff = self._handoff(from_user_id=self.plain.id)
        desk = self.env["backoffice.handoff.desk"].create(
            {"handoff_id": handoff.id, "to_department_id": self.parts.id, "note": "supplier is slow"}
        )
        for user, sees in ((self.clerk, True), (self.banker, False), (self.plain, False), (self.agent, False)):
            self.assertEqual(self._may(user, desk), sees, user.login)

    def test_members_decide_and_the_cache_follows(self):
        handoff = self._handoff()
        handoff._record("sent")
        self.assertFalse(self._may(self.banker, handoff))
        member = self.env["backoffice.member"].create(
            {"user_id": self.banker.id, "department_id": self.parts.id, "company_id": self.company.id}
        )
        self.assertTrue(self._may(self.banker, handoff))
        member.active = False
        self.assertFalse(self._may(self.banker, handoff))

    def test_anybody_may_ask(self):
        handoff = self.env["backoffice.handoff"].with_user(self.plain).with_company(self.company).create(
            {"subject": "New laptop", "service_id": self.refund.id, "company_id": self.company.id}
        )
        handoff.action_send()
        self.assertEqual(handoff.state, "sent")

    def test_nobody_asks_in_anothers_name(self):
        values = {"subject": "x", "service_id": self.refund.id, "company_id": self.company.id}
        Handoff = self.env["backoffice.handoff"].with_context(allowed_company_ids=self.company.ids)
        with self.assertRaises(AccessError):
            Handoff.with_user(self.plain).create({**values, "from_user_id": self.leader.id})
        self.assertEqual(Handoff.with_user(self.plain).create(values).from_user_id, self.plain)
        self.assertEqual(
            Handoff.with_user(self.leader).create({**values, "from_user_id": self.agent.id}).from_user_id, self.agent
        )

    def test_every_model_has_access_rules(self):
        ours = self.env["ir.model"].search([("model", "=like", "backoffice.%"), ("abstract", "=", False)])
        for model in ours:
            self.assertTrue(model.access_ids, model.model)
            if not model.transient and "company_id" in self.env[model.model]._fields:
                self.assertTrue(model.rule_ids, f"{model.model} has a company and no rule")
