from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestBatchHeld(FrontOfficeCase):
    """An imported log of which one case is in use: nothing breaks, and one reads what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batch = cls.env["frontoffice.batch"].create({
            "name": "Log of May", "kind": "import", "source_key": "may", "company_id": cls.company.id})
        cls.used, cls.unused = (
            cls._case(cls, subject=subject, batch_id=cls.batch.id, source="import") for subject in ("Used", "Unused"))
        cls.talk = cls._encounter(cls, batch_id=cls.batch.id, source="import", case_id=cls.used.id)
        cls.old = cls._promise(cls, batch_id=cls.batch.id, source="import", case_id=cls.unused.id)
        cls.promise = cls._promise(cls, name="call back tomorrow", case_id=cls.used.id)

    def _remove(self):
        self.batch.with_user(self.manager).action_remove()

    def _left(self):
        return [bool(record.exists()) for record in (self.used, self.unused, self.talk, self.old, self.promise)]

    def test_who_holds_what_is_said_and_nothing_is_half_removed(self):
        with self.assertRaises(UserError) as refused:
            self._remove()
        words = str(refused.exception)
        self.assertIn("Nothing was removed from “Log of May”", words)
        self.assertIn(f"Promise “{self.promise.display_name}” needs {self.used.display_name}", words)
        self.assertNotIn(self.unused.display_name, words)
        self.assertIn("“Keep what is in use”", words)
        self.assertEqual(self._left(), [True] * 5)
        self.assertEqual((self.batch.state, self.used.ledger_seq > 0), ("active", True))
        self.assertFalse((self.used | self.unused)._ledger_verify(), "their ledgers are whole as well")

    def test_it_goes_when_the_promise_points_elsewhere(self):
        self.promise.case_id = self._case()
        self._remove()
        self.assertEqual(self._left(), [False, False, False, False, True])

    def test_what_is_in_use_can_be_kept(self):
        with self.assertRaises(AccessError):
            self.batch.with_user(self.leader).action_keep_used()
        self.batch.with_user(self.manager).action_keep_used()
        self.assertFalse(self.used.batch_id | self.talk.batch_id, "a case stays with its interactions")
        self.assertEqual((self.unused | self.unused).batch_id, self.batch)
        self.assertIn("Case: 1", self.batch.message_ids[0].body)
        self._remove()
        self.assertEqual(self._left(), [True, False, True, False, True])
        self.assertEqual((self.batch.state, self.talk.case_id), ("removed", self.used))

    def test_what_one_may_not_see_is_counted_not_named(self):
        self.env["ir.rule"].create({
            "name": "nobody", "model_id": self.env["ir.model"]._get_id("frontoffice.promise"),
            "domain_force": f"[('id', '!=', {self.promise.id})]"})
        with self.assertRaises(UserError) as refused:
            self._remove()
        self.assertNotIn("call back tomorrow", str(refused.exception))
        self.assertIn("Promise: 1 more", str(refused.exception))

    def test_nothing_in_use(self):
        self.promise.case_id = False
        self.batch.with_user(self.manager).action_keep_used()
        self.assertIn("Nothing of it is in use", self.batch.message_ids[0].body)
        self.assertEqual(self.used.batch_id, self.batch)
