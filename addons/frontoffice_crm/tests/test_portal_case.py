import io
from datetime import timedelta

from odoo import fields
from odoo.http import Request
from odoo.tests import tagged

from .intake_common import PNG
from .portal_common import PortalCase


@tagged("post_install", "-at_install", "intake")
class TestPortalCase(PortalCase):
    """What customers see of their cases and do with them."""

    # -- pages ---------------------------------------------------------------------------------------

    def test_list_and_page(self):
        page = self.get("/my/cases", "customer")
        self.assertIn("Boiler stopped", page.text)
        self.assertIn("On track", page.text)
        page = self.get(self.path, "customer")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Our engineer comes.", page.text)
        for filterby in ("done", "all", "nonsense"):
            self.assertEqual(self.get(f"/my/cases?filterby={filterby}", "customer").status_code, 200)
        self.assertIn("Your requests", self.get("/my", "customer").text)
        self.assertEqual(self.make_jsonrpc_request("/my/counters", {"counters": ["case_count"]})["case_count"], 1)

    def test_switched_off(self):
        self.company.portal_cases = False
        self.assertNotIn("Boiler stopped", self.get("/my/cases", "customer").text)
        self.assertEqual(self.get(self.path, "customer").status_code, 404)
        self.assertEqual(self.get(self.path, token=self.case._portal_ensure_token()).status_code, 404)

    # -- what they do --------------------------------------------------------------------------------

    def test_answer(self):
        self.case._record("asked_customer")
        page = self.press(
            "answer",
            "customer",
            text="Yes, <b>please</b>",
            ticket="t" * 16,
            files=[("files", ("a.png", io.BytesIO(PNG)))],
        )
        self.assertIn("your answer has arrived", page.text)
        message = self.case._portal_messages()[-1]
        self.assertEqual((message.author_id, message.attachment_ids.name), (self.portal.partner_id, "a.png"))
        self.assertIn("&lt;b&gt;", message.body)
        self.assertEqual(self.case.state, "open")
        encounter = self.case.encounter_ids
        self.assertEqual(
            (encounter.channel_id.kind, encounter.state, encounter.context_carried), ("portal", "waiting", True)
        )
        self.press("answer", "customer", text="Yes, <b>please</b>", ticket="t" * 16)
        self.assertEqual(len(self.case.encounter_ids), 1, "sent twice is one answer")
        link = self.page(self.get(self.path, "customer")).xpath("//article//a/@href")[0]
        self.authenticate(None, None)
        self.assertEqual(self.url_open(link).content[:4], b"\x89PNG")

    def test_answer_by_link(self):
        token = self.case._portal_ensure_token()
        self.press("answer", token=token, text="From my mail")
        self.assertEqual(self.case._portal_messages()[-1].author_id, self.portal.partner_id)

    def test_strangers_do_nothing(self):
        self.person("somebody")
        for step in ("answer", "solved", "not_solved", "rate"):
            self.assertEqual(self.press(step, "somebody", text="x").status_code, 404)
            self.assertEqual(self.press(step, token="wrong", text="x").status_code, 404)
        self.assertEqual(self.press("answer", "customer", csrf=False, text="x").status_code, 400)
        self.assertEqual((self.case.state, len(self.case.encounter_ids)), ("open", 0))

    def test_solved_and_not_solved(self):
        self.assertIn("We have closed it", self.press("solved", "customer").text)
        self.assertEqual((self.case.state, bool(self.case.resolved_at)), ("closed", True))
        self.assertIn("open again", self.press("not_solved", "customer", text="It is cold again").text)
        self.assertEqual((self.case.state, self.case.reopen_count), ("open", 1))
        self.assertIn("cold again", self.case._portal_messages()[-1].body)
        self.assertIn("not possible any more", self.press("not_solved", "customer").text)
        self.assertIn("not possible any more", self.press("steal", "customer").text)
        self.assertEqual(self.url_open(f"{self.path}/solved").status_code, 405, "a scanner's GET presses nothing")
        self.assertFalse(self.case._ledger_verify())

    def test_rating_link(self):
        self.case._record("resolved")
        page = self.press("rate", "customer", stars="5")
        self.assertIn("/rate/", page.url)
        self.assertEqual(page.status_code, 200)

    def test_new_request(self):
        page = self.get("/my/cases/new", "customer")
        self.assertIn("Boiler stopped", page.text)
        self.assertNotIn("Difficult", page.text)
        data = {"text": "Another thing", "need": "", "ticket": "n" * 20, "csrf_token": Request.csrf_token(self)}
        page = self.url_open("/my/cases/new", data=data)
        self.assertIn("Another thing", page.text)
        case = self.Case.search([("partner_id", "=", self.portal.partner_id.id), ("subject", "=", "Another thing")])
        self.assertEqual((case.channel_id.kind, case.encounter_ids.handled_by), ("portal", "self"))
        self.url_open("/my/cases/new", data=data)
        self.assertEqual(len(case.search([("subject", "=", "Another thing")])), 1)
        self.assertIn(
            "Please write", self.url_open("/my/cases/new", data={**data, "text": "", "ticket": "m" * 20}).text
        )

    # -- how it stands -------------------------------------------------------------------------------

    def test_status_words(self):
        now = fields.Datetime.now()

        def status():
            self.case.invalidate_recordset()
            return self.case._portal_status()["code"]

        self.assertEqual(status(), "on_track")
        waiting = self._encounter(case_id=self.case.id, state="waiting", arrived_at=now - timedelta(days=10))
        self.assertEqual(status(), "late", "nobody answered in the time we set ourselves")
        waiting.write({"state": "done", "first_response_at": now})
        promise = self._promise(
            case_id=self.case.id, partner_id=self.portal.partner_id.id, due_at=now + timedelta(days=3)
        )
        self.assertEqual(status(), "on_track")
        self.assertEqual(self.case._portal_status()["due_at"], promise.due_at)
        self.case._record("resolved")
        self.assertEqual(status(), "late", "solved, but what was promised is not done")
        promise._record("fulfilled", {"in_full": True})
        self.assertEqual(status(), "kept")

    def test_button_in_mails(self):
        message = self.case.with_user(self.agent).message_post(
            body="Hello",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.portal.partner_id.ids,
        )
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        self.assertIn("See how it stands", mail.body_html)
        self.company.portal_cases = False
        message = self.case.with_user(self.agent).message_post(
            body="Hello",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.portal.partner_id.ids,
        )
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        self.assertNotIn("/mail/view", mail.body_html)
