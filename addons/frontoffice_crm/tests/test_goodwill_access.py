from odoo.exceptions import AccessError
from odoo.tests import tagged

from .goodwill_common import GoodwillCase

R, RW, NONE = (True, False, False, False), (True, True, True, True), (False,) * 4
#: model: rights (read, write, create, unlink) of agent, leader, manager
MATRIX = {
    "frontoffice.mandate": (R, R, RW),
    "frontoffice.mandate.version": (R, R, R),
    "frontoffice.mandate.budget": (NONE, R, R),
    "frontoffice.gesture": (R, R, R),
    "frontoffice.complaint.policy": (R, R, RW),
    "frontoffice.complaint.policy.version": (R, R, R),
    "frontoffice.cause": (R, R, RW),
}


@tagged("post_install", "-at_install")
class TestGoodwillAccess(GoodwillCase):
    """Every new model, every persona, every operation."""

    def setUp(self):
        super().setUp()
        gesture = self._give(40)
        policy = self.env["frontoffice.complaint.policy"].create({"severity": "1", "company_id": self.company.id})
        self.records = {
            "frontoffice.mandate": self.limit, "frontoffice.mandate.version": gesture.mandate_version_id,
            "frontoffice.mandate.budget": gesture.budget_id, "frontoffice.gesture": gesture,
            "frontoffice.complaint.policy": policy,
            "frontoffice.complaint.policy.version": policy._current_version(),
            "frontoffice.cause": self.env["frontoffice.cause"].create({"name": "Ours", "company_id": self.company.id}),
        }

    def _rights(self, model, user):
        record = self.records[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        return tuple(record.has_access(operation) for operation in ("read", "write", "create", "unlink"))

    def test_matrix(self):
        for model, rights in MATRIX.items():
            for user, expected in zip((self.agent, self.leader, self.manager), rights, strict=True):
                self.assertEqual(self._rights(model, user), expected, f"{user.login} {model}")

    def test_strangers(self):
        for model in MATRIX:
            for user in (self.plain, self.portal, self.stranger):
                self.assertFalse(self._rights(model, user)[0], f"{user.login} {model}")

    def test_nobody_writes_goodwill_by_hand(self):
        case = self._complaint()
        values = {
            "case_id": case.id, "company_id": self.company.id, "currency_id": self.company.currency_id.id,
            "amount": 900, "amount_company": 900, "state": "given",
        }
        for user in (self.agent, self.leader, self.manager):
            with self.assertRaises(AccessError):
                self.env["frontoffice.gesture"].with_user(user).create(values)

    def test_of_another_company_neither_given_nor_decided(self):
        gesture = self._give(90)
        stranger = gesture.with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        with self.assertRaises(AccessError):
            stranger.action_approve()
        case = self._complaint().with_user(self.stranger).with_context(allowed_company_ids=self.other_company.ids)
        with self.assertRaises(AccessError):
            case._give_goodwill({"kind": "refund", "amount": 1})
