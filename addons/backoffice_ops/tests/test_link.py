import io
from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..tools import link as pure
from .link_common import PNG, TXT, LinkCase


@tagged("post_install", "-at_install")
class TestLink(LinkCase):
    """Somebody without a login does a request: by a link, by posted decisions, once each."""

    def test_the_secret_is_in_the_mail_alone(self):
        handoff, token = self._ask()
        link = self.env["backoffice.link"]._of(handoff)
        self.assertEqual((link.token_hash, link.partner_id, link.email), (
            pure.digest(token), self.works, "dispatch@rohr.example"))
        self.assertAlmostEqual(link.expires_at, link.issued_at + timedelta(days=14), delta=timedelta(minutes=1))
        mail = link.mail_id
        self.assertTrue(mail.auto_delete, "gone once sent")
        self.assertFalse((mail.model, mail.res_id) == (handoff._name, handoff.id), "not on the conversation")
        self.assertIn("auto-generated", mail.headers)
        self.assertNotIn(token, str(mail.mail_message_id.body), "what others may read of it holds no link")
        for user in (self.agent, self.clerk, self.leader):
            with self.assertRaises(AccessError):
                link.with_user(user).read(["email"])

    def test_opening_changes_nothing(self):
        handoff, token = self._ask()
        self.env.flush_all()
        before = (handoff.state, handoff.ledger_seq, len(handoff.message_ids), handoff.write_date)
        for _time in range(3):
            page = self._get(token)
            self.assertEqual(page.status_code, 200)
        for code in ("accept", "return", "ready"):
            self._get(token, f"?code={code}&nonce=x&done=nonsense")
        self.env.invalidate_all()
        self.assertEqual((handoff.state, handoff.ledger_seq, len(handoff.message_ids), handoff.write_date), before)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["X-Frame-Options"], "DENY")

    def test_the_page_says_what_is_asked(self):
        handoff, token = self._ask()
        text = self._get(token).text
        for word in ("Pump for the boiler", "The pump in the cellar", "Serial number", "4711", handoff.name, "left"):
            self.assertIn(word, text)
        self.assertNotIn("Ana Ortiz", text, "the customer is not named by himself")
        self.assertNotIn("Priya", text)

    def test_accept_ready_confirm(self):
        handoff, token = self._ask()
        page = self._press(token, "accept")
        self.assertIn("It is yours now", page.text)
        self.assertEqual((handoff.state, handoff.user_id), ("accepted", self.env["res.users"]))
        page = self._press(token, "ready", {"files": ("a.txt", io.BytesIO(TXT))}, note="New seal\nand bearings")
        self.assertIn("We check it", page.text)
        self.assertEqual((handoff.state, handoff.outcome_note), ("delivered", "New seal\nand bearings"))
        note = handoff.message_ids.filtered("attachment_ids")
        self.assertEqual((note.attachment_ids.raw, note.author_id), (TXT, self.env.ref("base.partner_root")))
        self.assertIn("Rohr &amp; Partner, by link:", note.body)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        handoff.with_user(self.agent).action_confirm()
        self.assertIn("Finished. Thank you.", self._get(token).text)
        self.assertFalse(handoff._ledger_verify())

    def test_the_ledger_names_the_link_and_nobody(self):
        handoff, token = self._ask()
        self._press(token, "accept")
        self._press(token, "ready", note="Done")
        link = self.env["backoffice.link"]._of(handoff)
        events = handoff.event_ids.filtered(lambda e: e.kind in ("accepted", "delivered"))
        self.assertEqual({e.payload["link"] for e in events}, {link.id})
        self.assertEqual(set(events.mapped("actor_id")), {SUPERUSER_ID})
        self.assertNotIn("Rohr", str(handoff.event_ids.mapped("payload")))

    def test_send_back_and_again(self):
        handoff, token = self._ask()
        page = self._press(token, "return")
        self.assertEqual(page.status_code, 422)
        self.assertIn("Say what is missing", page.text)
        page = self._press(token, "return", choice="item:serial", note="Which boiler?")
        self.assertEqual((handoff.state, handoff.sender_return_count), ("returned", 1))
        self.assertFalse(handoff.due_at, "the clock waits for the sender")
        self.assertEqual(handoff.event_ids[-1:].payload["reasons"], ["item:serial"])
        self.assertIsNone(self._nonce(self._get(token), "accept"))
        before = self._mails()
        handoff.with_user(self.agent).action_resend("The old one", {"serial": "4712"})
        newer = self._token(self._mails() - before)
        self.assertIn("There is a newer link", self._get(token).text)
        self.assertIn("4712", self._get(newer).text)
        self._press(newer, "accept")
        self.assertEqual(handoff.state, "accepted")

    def test_a_question(self):
        handoff, token = self._ask()
        self._press(token, "ask", note="Is there a lift?")
        self.assertIn("Is there a lift?", handoff.message_ids[0].body)
        self.assertEqual((handoff.state, handoff.clarifications), ("sent", 1))
        self.assertTrue(handoff.ack_note_at)

    # -- once, and only what was shown ---------------------------------------------------------------

    def test_replayed(self):
        handoff, token = self._ask()
        nonce = self._nonce(self._get(token), "ask")
        address = f"/service/work/{token}"
        self._post(address, "ask", nonce, note="Is there a lift?")
        page = self._post(address, "ask", nonce, note="Is there a lift?")
        self.assertEqual(page.status_code, 409)
        self.assertIn("it was sent before", page.text)
        self.assertEqual(handoff.clarifications, 1)
        nonce = self._nonce(self._get(token), "accept")
        self._post(address, "accept", nonce)
        self.assertIn("it was sent before", self._post(address, "accept", nonce).text)

    def test_an_old_page(self):
        handoff, token = self._ask()
        nonce = self._nonce(self._get(token), "accept")
        handoff.with_user(self.agent).action_cancel()
        self.assertIn("not needed any more", self._post(f"/service/work/{token}", "accept", nonce).text)
        handoff, token = self._ask()
        nonce = self._nonce(self._get(token), "return")
        handoff.with_user(self.clerk).action_accept()
        page = self._post(f"/service/work/{token}", "return", nonce, note="x")
        self.assertEqual((page.status_code, handoff.state), (409, "accepted"))
        self.assertIn("Something has changed", page.text)

    def test_no_decision_without_a_page_of_ours(self):
        handoff, token = self._ask()
        other, other_token = self._ask()
        foreign = self._nonce(self._get(other_token), "accept")
        for nonce in ("", "made-up", "A" * 80, foreign):
            page = self._post(f"/service/work/{token}", "accept", nonce)
            self.assertEqual(page.status_code, 422)
        nonce = self._nonce(self._get(token), "accept")
        for code in ("ready", "confirm", "unknown", "__init__", ""):
            self._post(f"/service/work/{token}", code, nonce, note="x")
        self.assertEqual((handoff.state, other.state), ("sent", "sent"))

    def test_throttled(self):
        handoff, token = self._ask()
        link = self.env["backoffice.link"]._of(handoff)
        guard = self.env["frontoffice.public.guard"]
        for _time in range(30):
            guard._allow("link", str(link.id), 30, 3600)
        page = self._press(token, "accept")
        self.assertEqual((page.status_code, handoff.state), (429, "sent"))

    def test_files_are_looked_at(self):
        handoff, token = self._ask()
        self._press(token, "accept")
        page = self._press(token, "ready", {"files": ("a.pdf", io.BytesIO(b"<html>evil"))}, note="Done")
        self.assertEqual((page.status_code, handoff.state), (422, "accepted"))
        self.assertIn("not a kind of file we can take", page.text)
        self.assertIn("Done", page.text, "what was typed is still there")
        page = self._press(token, "ready", {"files": ("a.png", io.BytesIO(PNG))}, note="<b>Done</b>")
        self.assertIn("&lt;b&gt;Done", handoff.message_ids.filtered("attachment_ids").body)

    def test_not_ready_on_our_side_is_said_without_details(self):
        handoff, token = self._ask()
        self._press(token, "accept")
        self.service.performer_kind = "partner"

        missing = "Approval of Helen is missing"

        def refuse(_self):
            raise ValidationError(missing)

        self.patch(type(handoff), "_check_ready_to_deliver", refuse)
        page = self._press(token, "ready", note="Done")
        self.assertIn("still open on our side", page.text)
        self.assertNotIn("Helen", page.text)
        self.assertEqual(handoff.state, "accepted")

    # -- files for the performer ---------------------------------------------------------------------

    def test_only_files_meant_for_the_performer(self):
        handoff, token = self._ask()
        Attachment = self.env["ir.attachment"]
        plan, secret = (
            Attachment.create({"name": name, "raw": TXT, "res_model": handoff._name, "res_id": handoff.id})
            for name in ("plan.txt", "margin.txt")
        )
        handoff.performer_file_ids = plan
        text = self._get(token).text
        self.assertIn("plan.txt", text)
        self.assertNotIn("margin.txt", text)
        self.assertEqual(self._get(token, f"/file/{plan.id}").content, TXT)
        self.assertIn("attachment", self._get(token, f"/file/{plan.id}").headers["Content-Disposition"])
        self.assertEqual(self._get(token, f"/file/{secret.id}").status_code, 404)
        self.env["backoffice.link"]._of(handoff)._revoke()
        page = self._get(token, f"/file/{plan.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("taken back", page.text)

    def test_files_that_answer_a_question(self):
        self.service.requirement_ids.create({
            "service_id": self.service.id, "name": "Type plate", "code": "plate", "kind": "file", "required": False})
        handoff, token = self._ask()
        file = self.env["ir.attachment"].create(
            {"name": "plate.txt", "raw": TXT, "res_model": handoff._name, "res_id": handoff.id})
        handoff.answers = {**handoff.answers, "plate": file.ids}
        self.assertIn("plate.txt", self._get(token).text)
        self.assertEqual(self._get(token, f"/file/{file.id}").content, TXT)

    def test_no_file_goes_out_that_its_chooser_may_not_open(self):
        hidden = self.env["ir.attachment"].create(
            {"name": "pay.txt", "raw": TXT, "res_model": "backoffice.service", "res_id": 0})
        handoff = self._handoff()
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).performer_file_ids = hidden

    # -- when a link ends ----------------------------------------------------------------------------

    def test_pages_of_links_that_ended(self):
        handoff, token = self._ask()
        link = self.env["backoffice.link"]._of(handoff)
        link.expires_at = fields.Datetime.now()
        page = self._get(token)
        self.assertIn("This link has run out", page.text)
        self.assertNotIn("Pump for the boiler", page.text)
        link.write({"expires_at": fields.Datetime.now() + timedelta(days=1), "revoked_at": fields.Datetime.now()})
        self.assertIn("This link was taken back", self._get(token).text)
        link.revoked_at = False
        handoff.active = False
        self.assertIn("not needed any more", self._get(token).text)
        for wrong in ("x", "x" * 43, token[:-1], token.swapcase()):
            page = self._get(wrong)
            self.assertEqual(page.status_code, 404)
            self.assertIn("leads nowhere", page.text)

    def test_take_it_back(self):
        handoff, token = self._ask()
        with self.assertRaises(AccessError):
            handoff.with_user(self.plain).action_revoke_link()
        handoff.with_user(self.clerk).action_revoke_link()
        self.assertFalse(handoff.performer_id)
        self.assertIn("taken back", self._get(token).text)

    def test_another_department(self):
        handoff, token = self._ask()
        self._press(token, "accept")
        handoff.with_user(self.clerk).action_reroute(self.finance.id)
        self.assertIn("taken back", self._get(token).text)
        self.assertFalse(handoff.performer_id)

    def test_undone_within_ten_seconds(self):
        before = self._mails()
        handoff, token = self._ask()
        mail = self._mails() - before
        self.assertGreater(mail.scheduled_date, fields.Datetime.now())
        handoff.with_user(self.agent).action_undo()
        self.assertFalse(mail.exists())
        self.assertIn("taken back", self._get(token).text)

    def test_send_the_link_again(self):
        handoff, token = self._ask()
        before = self._mails()
        handoff.with_user(self.clerk).action_mail_link()
        self.assertIn("There is a newer link", self._get(token).text)
        self.assertEqual(self._get(self._token(self._mails() - before)).status_code, 200)

    # -- set-up --------------------------------------------------------------------------------------

    def test_a_department_by_mail(self):
        self.service.write({"performer_kind": "mail", "performer_email": "parts@kept.example", "link_days": 3})
        handoff, token = self._ask()
        self.assertEqual((handoff.performer_id.id, handoff.performer_email), (False, "parts@kept.example"))
        self._press(token, "ask", note="Where?")
        self.assertIn("parts@kept.example, by link:", handoff.message_ids[0].body)

    def test_what_cannot_be_set_up(self):
        with self.assertRaises(ValidationError):
            self.service.write({"performer_kind": "mail", "performer_email": "nobody"})
        with self.assertRaises(ValidationError):
            self.service.write({"performer_id": self.customer.id})

    def test_nothing_for_departments_with_a_login(self):
        before = self._mails()
        handoff = self._handoff(service_id=self.refund.id)
        handoff.with_user(self.agent).action_send()
        self.assertEqual(self._mails(), before)
        self.assertFalse(self.env["backoffice.link"]._of(handoff))

    def test_the_performer_is_not_swapped_under_way(self):
        handoff, _token = self._ask()
        with self.assertRaises(AccessError):
            handoff.with_user(self.agent).performer_id = self.rival.partner_id.parent_id

    def test_without_an_address(self):
        self.works.email = False
        handoff = self._handoff()
        handoff.with_user(self.agent).action_send()
        self.assertIn("No mail could be sent", handoff.message_ids[0].body)
