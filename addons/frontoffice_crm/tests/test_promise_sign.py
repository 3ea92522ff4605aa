from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import FrontOfficeCase

DOT = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestPromiseSign(FrontOfficeCase):
    """The customer signs on the tablet that it was done."""

    def _page(self, promise, user=None, **values):
        action = promise.with_user(user or self.agent).action_sign()
        Page = self.env[action["res_model"]].with_user(user or self.agent).with_context(**action["context"])
        return Page.create(values)

    def test_signed_is_done(self):
        promise = self._promise()
        page = self._page(promise, signature=DOT)
        self.assertEqual(page.signed_by, promise.partner_id.name)
        page.action_confirm()
        self.assertEqual((promise.state, promise.in_full, promise.signed_by), ("kept", True, page.signed_by))
        self.assertTrue(promise.signature)
        self.assertTrue(promise.signed_at)
        with self.assertRaisesRegex(UserError, "signed already"):
            self._page(promise, signature=DOT).action_confirm()
        self.assertFalse(promise._ledger_verify())

    def test_nothing_without_a_hand(self):
        promise = self._promise()
        for values in ({}, {"signature": DOT, "signed_by": "  "}):
            with self.assertRaises(UserError):
                self._page(promise, **values).action_confirm()
        self.assertEqual(promise.state, "made")

    def test_nobody_writes_a_signature(self):
        promise = self._promise()
        with self.assertRaises(AccessError):
            promise.with_user(self.manager).write({"signed_by": "Somebody", "signature": DOT})
        with self.assertRaises(AccessError):
            self.env["frontoffice.promise.sign"].with_user(self.plain).create({"promise_id": promise.id})

    def test_it_goes_with_its_person(self):
        promise = self._promise()
        self._page(promise, signature=DOT).action_confirm()
        self.env["frontoffice.personal"].sudo()._erase(promise.partner_id)
        self.assertFalse(promise.signature or promise.signed_by)
        self.assertEqual(promise.state, "kept")
