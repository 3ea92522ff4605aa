from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestPartnerMerge(FrontOfficeCase):
    """The stock merge of contacts, and the way back for what is ours."""

    def setUp(self):
        super().setUp()
        self.double = self.env["res.partner"].create({
            "name": "A. Ortiz", "email": "ana@example.com", "phone": "+49 151 22018", "city": "Ellersby",
        })
        self.case = self._case(partner_id=self.double.id)
        self.promise = self._promise(partner_id=self.double.id, case_id=self.case.id)
        self.encounter = self._encounter(partner_id=self.double.id)
        self.other = self._case()

    def merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.double).ids, self.customer)
        return self.env["frontoffice.merge.journal"].search([("kind", "=", "partner")], limit=1)

    def test_journal_and_undo_of_our_part(self):
        journal = self.merge()
        self.assertFalse(self.double.exists())
        self.assertEqual(self.case.partner_id, self.customer)
        self.assertEqual((journal.partner_id, journal.user_id), (self.customer, self.env.user))
        self.assertIn("Orders, invoices", journal.cannot)
        with self.assertRaises(AccessError):
            journal.with_user(self.agent).action_undo()
        journal.with_user(self.leader).action_undo()
        back = self.case.partner_id
        self.assertEqual((back.name, back.email, back.city), ("A. Ortiz", "ana@example.com", "Ellersby"))
        self.assertEqual((self.promise.partner_id, self.encounter.partner_id), (back, back))
        self.assertEqual(self.other.partner_id, self.customer)
        self.assertFalse((self.case | self.other)._ledger_verify() or self.promise._ledger_verify())

    def test_names_are_not_kept_for_ever(self):
        journal = self.merge()
        journal.done_at = "2025-01-01 00:00:00"
        self.env["frontoffice.merge.journal"]._gc_snapshots()
        self.assertFalse(journal.snapshot)
        with self.assertRaisesRegex(UserError, "not remembered"):
            journal.with_user(self.leader).action_undo()

    def test_only_managers_read_names_of_the_gone(self):
        journal = self.merge()
        with self.assertRaises(AccessError):
            journal.with_user(self.agent).read(["snapshot"])
        self.assertTrue(journal.with_user(self.manager).read(["snapshot"]))
