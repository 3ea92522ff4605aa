import io
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .link_common import PNG, LinkCase


@tagged("post_install", "-at_install")
class TestDocument(LinkCase):
    """A document is asked for by link; the clock waits for it with proof and goes on by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.passport = cls.env["backoffice.document.type"].create({
            "name": "Passport", "expires": True, "remind_days": 30, "company_id": cls.company.id, "hint": "Both sides"})
        cls.service.performer_kind = "login"

    def _document(self, **values):
        """(document, token of its link)."""
        before = self._mails()
        document = self.env["backoffice.document.request"].with_user(self.clerk).create(
            {"type_id": self.passport.id, **values})
        return document, self._token(self._mails() - before)

    def _in_work(self, **values):
        handoff = self._handoff(**values)
        handoff.with_user(self.agent).action_send()
        handoff.with_user(self.clerk).action_accept()
        return handoff

    def _upload(self, token, **values):
        return self._press(token, "upload", {"files": ("pass.png", io.BytesIO(PNG))}, **values)

    def test_waits_and_goes_on(self):
        handoff = self._in_work()
        document, token = self._document(handoff_id=handoff.id, note="Not older than ten years")
        self.assertEqual((handoff.state, handoff.waiting_reason, handoff.due_at), ("paused", "customer", False))
        paused = handoff.event_ids[-1:]
        self.assertEqual((paused.payload["document"], paused.payload["evidence"]), (document.id, True))
        self.assertTrue(self.env["mail.message"].browse(paused.payload["proof"]).body, "the question is the proof")
        text = self._get(token).text
        for word in ("Passport", "Both sides", "Not older than ten years", "Valid until"):
            self.assertIn(word, text)
        page = self._upload(token, date="2031-05-01", note="Here it is")
        self.assertIn("it has arrived", page.text)
        self.assertEqual((document.state, document.expiry_date), ("received", fields.Date.to_date("2031-05-01")))
        self.assertEqual(document.file_ids.raw, PNG)
        self.assertEqual(handoff.state, "in_progress")
        self.assertTrue(handoff.due_at)
        self.assertEqual(handoff.event_ids[-1:].payload["document"], document.id)
        self.assertFalse(handoff._ledger_verify())
        todo = document.activity_ids
        self.assertEqual((todo.user_id, todo.summary), (self.clerk, "A document has arrived: look at it"))
        self.assertIn("We have it. Thank you.", self._get(token).text)

    def test_asked_before_it_was_accepted(self):
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        _document, token = self._document(handoff_id=handoff.id)
        self.assertEqual(handoff.state, "sent", "nobody works on it, so nobody waits")
        handoff.with_user(self.clerk).action_accept()
        self.assertEqual(handoff.state, "paused")
        self._upload(token)
        self.assertEqual(handoff.state, "in_progress")

    def test_two_documents(self):
        handoff = self._in_work()
        _one, first = self._document(handoff_id=handoff.id)
        _two, second = self._document(handoff_id=handoff.id)
        self._upload(first)
        self.assertEqual(handoff.state, "paused", "one is still missing")
        self._upload(second)
        self.assertEqual(handoff.state, "in_progress")

    def test_what_else_was_waited_for_goes_on_waiting(self):
        handoff = self._in_work()
        handoff.with_user(self.clerk).action_pause("supplier")
        _document, token = self._document(handoff_id=handoff.id)
        self._upload(token)
        self.assertEqual(handoff.state, "paused")

    def test_not_ready_without_it(self):
        handoff = self._in_work()
        document, token = self._document(handoff_id=handoff.id, pauses=False)
        ready = handoff.with_user(self.clerk).action_deliver
        with self.assertRaisesRegex(UserError, "Passport"):
            ready("Done")
        self._upload(token, date="2031-05-01")
        with self.assertRaisesRegex(UserError, "Passport"):
            ready("Done")
        document.action_accept()
        ready("Done")
        self.assertEqual(handoff.state, "delivered")

    def test_not_needed_any_more(self):
        handoff = self._in_work()
        document, token = self._document(handoff_id=handoff.id)
        document.action_cancel()
        self.assertEqual((handoff.state, handoff.documents_missing), ("in_progress", False))
        self.assertIn("not needed any more", self._get(token).text)

    def test_refused_and_sent_again(self):
        handoff = self._in_work()
        document, token = self._document(handoff_id=handoff.id)
        self._upload(token)
        with self.assertRaisesRegex(UserError, "until when"):
            document.action_accept()
        before = self._mails()
        document.action_refuse("The back is missing")
        self.assertEqual((document.state, handoff.state), ("refused", "paused"))
        newer = self._token(self._mails() - before)
        self.assertIn("The back is missing", self._get(newer).text)
        self._upload(newer, date="2031-05-01")
        document.action_accept()
        self.assertEqual((document.state, document.decided_by_id), ("accepted", self.clerk))
        self.assertEqual(handoff.state, "in_progress")

    def test_a_colleague_is_asked_and_the_clock_runs(self):
        handoff = self._in_work()
        self._document(handoff_id=handoff.id, partner_id=self.agent.partner_id.id)
        self.assertEqual(handoff.state, "accepted", "waiting for ourselves stops no clock")

    def test_it_cannot_be_sent(self):
        document, token = self._document(handoff_id=self._in_work().id)
        self.assertEqual(self._press(token, "cannot").status_code, 422)
        self._press(token, "cannot", note="Lost it")
        self.assertEqual(document.state, "asked")
        self.assertIn("Lost it", document.message_ids[0].body)

    def test_wrong_file_and_wrong_date(self):
        document, token = self._document(handoff_id=self._in_work().id)
        page = self._press(token, "upload", {"files": ("a.exe", io.BytesIO(b"MZ\x90\x00"))})
        self.assertEqual((page.status_code, document.state), (422, "asked"))
        page = self._upload(token, date="next year")
        self.assertEqual((page.status_code, document.state), (422, "asked"))
        page = self._press(token, "upload")
        self.assertIn("choose the file", page.text)

    def test_runs_out(self):
        document, token = self._document(handoff_id=self._in_work().id)
        today = fields.Date.today()
        self._upload(token, date=str(today + timedelta(days=20)))
        document.action_accept()
        document.activity_ids.unlink()
        Document = self.env["backoffice.document.request"]
        Document._cron_expiry()
        Document._cron_expiry()
        self.assertEqual(document.activity_ids.summary, "Runs out: ask for the new one", "once")
        self.assertEqual(document.activity_ids.date_deadline, document.expiry_date)
        with patch.object(fields.Date, "context_today", lambda _record: today + timedelta(days=21)):
            Document._cron_expiry()
        self.assertEqual((document.state, document.handoff_id.documents_missing), ("expired", True))
        document.action_ask_again()
        self.assertEqual(document.state, "asked")

    def test_from_a_case_and_after_a_merge(self):
        case, kept = self._case(), self._case()
        document = self.env["backoffice.document.request"].with_user(self.agent).create(
            {"type_id": self.passport.id, "case_id": case.id})
        self.assertEqual((document.partner_id, document.company_id), (self.customer, self.company))
        token = self._token(self._mails()[-1:])
        self.assertIn(case.subject, self._get(token).text)
        case._merge_into(kept)
        self.assertEqual(document.case_id, kept)
        self._upload(token)
        self.assertEqual(document.state, "received")

    def test_steps_are_not_typed(self):
        document, _token = self._document(handoff_id=self._in_work().id)
        with self.assertRaises(AccessError):
            document.state = "accepted"
        with self.assertRaises(UserError):
            document.action_accept()
        with self.assertRaises(UserError):
            self.env["backoffice.document.request"].create(
                {"type_id": self.passport.id, "partner_id": self.customer.id})

    def test_pain_19_who_sees_documents(self):
        handoff = self._in_work()
        document, _token = self._document(handoff_id=handoff.id)
        for user, sees in (
            (self.clerk, True), (self.agent, True), (self.leader, True), (self.banker, False), (self.plain, False),
            (self.stranger, False),
        ):
            own = document.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            self.assertEqual(own.has_access("read"), sees, user.login)
        self.assertFalse(document.with_user(self.portal).has_access("read"))

    def test_confidential(self):
        self.refund.confidential = True
        handoff = self._handoff(service_id=self.refund.id, from_user_id=self.plain.id)
        handoff._record("sent")
        before = self._mails()
        document = self.env["backoffice.document.request"].with_user(self.head).create(
            {"type_id": self.passport.id, "handoff_id": handoff.id})
        self.assertNotIn("Passport", (self._mails() - before).subject)
        for user, sees in ((self.head, True), (self.plain, True), (self.banker, False), (self.leader, False)):
            self.assertEqual(document.with_user(user).has_access("read"), sees, user.login)
        with self.assertRaises(AccessError):
            self.env["backoffice.document.request"].with_user(self.leader).create(
                {"type_id": self.passport.id, "handoff_id": handoff.id})

    def test_requests_without_documents_cost_nothing(self):
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        with patch.object(type(self.env["backoffice.document.request"]), "_search", side_effect=AssertionError):
            handoff.with_user(self.clerk).action_accept()
            handoff.with_user(self.clerk).action_deliver("Done")
