from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestCaseMerge(BackOfficeCase):
    """Requests to departments follow their case through a merge, a split, and back."""

    def setUp(self):
        super().setUp()
        self.one, self.kept = self._case(subject="one"), self._case(subject="kept")
        self.handoff = self._handoff(case_id=self.one.id)
        self.handoff.action_send()

    def test_merge_and_back(self):
        state, seq = self.handoff.state, self.handoff.ledger_seq
        self.assertEqual(self.one.state, "waiting_backoffice")
        journal = self.one._merge_into(self.kept)
        self.assertEqual(self.handoff.case_id, self.kept)
        journal.action_undo()
        self.assertEqual((self.handoff.case_id, self.one.state), (self.one, "waiting_backoffice"))
        self.assertEqual((self.handoff.state, self.handoff.ledger_seq), (state, seq), "its own history is untouched")
        self.assertFalse((self.one | self.kept)._ledger_verify() or self.handoff._ledger_verify())

    def test_a_request_goes_with_its_promise(self):
        promise = self._promise(case_id=self.one.id)
        behind = self._handoff(case_id=self.one.id, promise_id=promise.id)
        new = self.one._split_off("The bill", {"frontoffice.promise": promise.ids})
        self.assertEqual((behind.case_id, self.handoff.case_id), (new, self.one))
        self.one.action_undo_merge()
        self.assertEqual(behind.case_id, self.one)
