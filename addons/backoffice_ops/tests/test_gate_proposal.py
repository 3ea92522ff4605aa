from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestGateProposal(BackOfficeCase):
    """What sends requests back again and again is proposed as required, with what it would have stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service.requirement_ids = [Command.clear(), Command.create({
            "name": "Serial number", "code": "serial", "required": False})]
        cls.boss = cls._clerk("paula", cls.parts, "head")
        cls.Proposal = cls.env["backoffice.gate.proposal"]
        cls.now = Datetime.now().replace(microsecond=0)

    def _sent(self, days, *codes, answers=None, ready=True):
        handoff = self._handoff(answers=answers or {})
        at = self.now - timedelta(days=days)
        handoff._record("sent", at=at)
        if codes:
            handoff._record("returned", {"fault": "sender", "reasons": list(codes)}, at=at + timedelta(hours=1))
            handoff._record("resent", at=at + timedelta(hours=2))
        handoff._record("accepted", at=at + timedelta(hours=3))
        if ready:
            handoff._record("delivered", at=at + timedelta(hours=4))
        return handoff

    def _propose(self):
        with self.enter_registry_test_mode():
            self.env.ref("backoffice_ops.cron_proposal").method_direct_trigger()
        self.env.invalidate_all()
        return self.Proposal.search([("service_id", "=", self.service.id)])

    def _history(self):
        for days in (5, 6, 7, 60):
            self._sent(days, "item:serial")
        self._sent(8, "wrong")
        self._sent(9)
        self._sent(10, answers={"serial": "1"})
        self._sent(120, "item:serial")

    def test_dry_run(self):
        self._history()
        proposal = self._propose()
        self.assertEqual(
            (proposal.code, proposal.returns, proposal.would_stop, proposal.sent_back, proposal.held),
            ("item:serial", 3, 4, 5, 1),
        )
        self.assertEqual(proposal.sentence, "Require Serial number – would have stopped 4 of 5")
        self.assertEqual(self._propose(), proposal, "a second run refreshes it")
        shown = self.env["backoffice.handoff"].search(proposal.with_user(self.boss).action_show()["domain"])
        self.assertEqual(len(shown), 4)

    def test_two_are_no_pattern_and_undone_ones_do_not_count(self):
        self._sent(5, "item:serial")
        self._sent(6, "item:serial")
        third = self._handoff()
        third.action_send()
        third.with_user(self.clerk).action_return(["item:serial"])
        third.with_user(self.clerk).action_undo()
        self.assertFalse(self._propose())

    def test_accepted_in_one_click(self):
        self._history()
        proposal = self._propose()
        before = self.service._current_version()
        shown = self.env["backoffice.work"].with_user(self.boss).banner()["proposal"]
        self.assertEqual((shown["id"], shown["held"]), (proposal.id, 1))
        proposal.with_user(self.boss).action_accept()
        item = self.service.requirement_ids
        self.assertEqual((item.code, item.required), ("serial", True))
        self.assertEqual(self.service._current_version().number, before.number + 1)
        self.assertTrue(self._handoff(answers={}).missing_ids)
        self.assertFalse(self.env["backoffice.work"].with_user(self.boss).banner()["proposal"])
        self.assertEqual(self._propose(), proposal, "what is required is not proposed again")

    def test_right_first_time_before_and_since(self):
        self._history()
        proposal = self._propose()
        self.assertEqual((round(proposal.before_share), proposal.before_count), (29, 7))
        proposal.with_user(self.boss).action_accept()
        proposal.decided_at = self.now - timedelta(days=4)
        self._sent(2, answers={"serial": "2"})
        self._sent(1, answers={"serial": "3"})
        proposal.invalidate_recordset()
        self.assertEqual((proposal.before_share < 30, proposal.after_share, proposal.after_count), (True, 100.0, 2))

    def test_a_reason_of_one_s_own_becomes_an_item(self):
        self.env["backoffice.return.reason"].create({
            "name": "Photo of the plate", "code": "photo", "company_id": self.company.id})
        for days in (1, 2, 3):
            self._sent(days, "photo")
            self._sent(days, "document")
        proposal = self._propose()
        self.assertEqual(proposal.name, "Photo of the plate", "a reason that says anything is no item")
        proposal.with_user(self.boss).action_accept()
        added = self.service.requirement_ids.filtered(lambda r: r.code == "photo")
        self.assertEqual((added.name, added.required), ("Photo of the plate", True))

    def test_declined_with_a_reason_and_left_alone(self):
        self._history()
        proposal = self._propose()
        with self.assertRaisesRegex(UserError, "why not"):
            proposal.with_user(self.boss).action_decline(" ")
        proposal.with_user(self.boss).action_decline("Old boilers have none")
        self.assertEqual(self._propose(), proposal)
        with self.assertRaisesRegex(UserError, "already"):
            proposal.with_user(self.boss).action_accept()

    def test_the_head_decides(self):
        self._history()
        proposal = self._propose()
        for user in (self.clerk, self.head):
            with self.assertRaises(AccessError):
                proposal.with_user(user).action_accept()
            self.assertFalse(self.env["backoffice.work"].with_user(user).banner()["proposal"])
        for user in (self.plain, self.agent):
            with self.assertRaises(AccessError):
                proposal.with_user(user).read(["name"])
