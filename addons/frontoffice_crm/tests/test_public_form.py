import io

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .intake_common import PNG, FormCase


@tagged("post_install", "-at_install", "intake")
class TestPublicForm(FormCase):
    """Anybody writes to us through a page without signing in."""

    def test_page(self):
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        page = self.page(response)
        self.assertIn("Boiler stopped", response.text)
        self.assertNotIn("Difficult customers", response.text, "a topic that is not published stays inside")
        for node in page.xpath("//main//input[@type!='hidden'] | //main//select | //main//textarea"):
            self.assertTrue(page.xpath(f"//label[@for='{node.get('id')}']"), f"{node.get('name')} has a label")
        self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"])
        self.assertEqual(response.headers["X-Frame-Options"], "DENY")
        self.assertTrue(page.get("lang").startswith("en"))

    def test_sent(self):
        response = self.send(need=str(self.need.id))
        self.assertEqual(response.status_code, 200)
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        case = encounter.case_id
        self.assertEqual(self.reference(response), f"F-{encounter.id}")
        self.assertEqual((encounter.state, encounter.handled_by, encounter.need_id), ("waiting", "self", self.need))
        self.assertTrue(encounter.response_due_at)
        self.assertEqual((case.subject, case.team_id, case.company_id), ("My boiler is cold.", self.team, self.company))
        self.assertEqual((case.partner_id.name, case.partner_id.email), ("Olga Ortiz", "olga@customer.example"))
        self.assertIn("My boiler is cold.", case._portal_messages().mapped("body")[0])
        self.assertFalse(case._ledger_verify())

    def test_topic_from_words(self):
        self.send(text="There is no heat since Monday")
        self.assertEqual(self.Encounter.search([("channel_id", "=", self.form.id)]).need_id, self.need)

    def test_a_hidden_topic_cannot_be_chosen(self):
        self.send(need=str(self.secret_need.id), text="Hello")
        self.assertFalse(self.Encounter.search([("channel_id", "=", self.form.id)]).need_id)

    def test_usual_date_is_no_promise(self):
        response = self.send(need=str(self.need.id))
        self.assertIn("usually done by", response.text)
        case = self.Encounter.search([("channel_id", "=", self.form.id)]).case_id
        self.assertFalse(case.promise_ids.filtered(lambda p: p.origin_kind == "person"))
        response = self.send(text="Hello", need="")
        self.assertNotIn("usually done by", response.text)

    def test_promise_when_the_channel_says_so(self):
        self.form.form_promise = True
        response = self.send(need=str(self.need.id))
        self.assertIn("We promise to be ready by", response.text)
        promise = self.Encounter.search([("channel_id", "=", self.form.id)]).case_id.promise_ids.filtered(
            lambda p: p.origin_kind == "person"
        )
        self.assertEqual((promise.standard_id, promise.state), (self.standard, "made"))

    def test_address_by_code(self):
        self.form.code = "heating-help"
        self.assertEqual(self.url_open("/service/heating-help").status_code, 200)
        for wrong in ("heating-help2", "x", "%2e%2e", "no such form"):
            self.assertEqual(self.url_open(f"/service/{wrong}").status_code, 404, wrong)

    def test_switched_off(self):
        self.form.form_enabled = False
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_new_link(self):
        old = self.url
        self.form.with_user(self.manager).action_new_form_link()
        self.assertEqual(self.url_open(old).status_code, 404)
        self.assertEqual(self.url_open(f"/service/{self.form.form_token}").status_code, 200)

    def test_embedded(self):
        response = self.url_open(f"{self.url}?embed=1")
        self.assertIn("frame-ancestors 'none'", response.headers["Content-Security-Policy"], "not switched on")
        self.form.write({"form_embed": True, "form_origins": "https://www.example.com https://shop.example.com"})
        response = self.url_open(f"{self.url}?embed=1")
        self.assertEqual(
            response.headers["Content-Security-Policy"],
            "frame-ancestors 'self' https://www.example.com https://shop.example.com",
        )
        self.assertNotIn("X-Frame-Options", response.headers)
        self.assertIn("?embed=1", self.form.form_embed_code)
        self.assertIn("frame-ancestors 'none'", self.url_open(self.url).headers["Content-Security-Policy"])
        sent = self.send(url=f"{self.url}?embed=1")
        self.assertIn("frame-ancestors 'self'", sent.headers["Content-Security-Policy"])
        with self.assertRaises(ValidationError):
            self.form.form_origins = "https://x.example; script-src *"

    def test_no_session_is_kept(self):
        self.opener.cookies.clear()
        response = self.send()
        self.assertNotIn("session_id", response.cookies, "10,000 visitors leave no 10,000 sessions")

    def test_language_of_the_visitor(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.need.with_context(lang="de_DE").name = "Heizung aus"
        response = self.url_open(self.url, headers={"Accept-Language": "de-DE,de;q=0.9"})
        self.assertIn("/de/", response.url)
        self.assertIn("Heizung aus", response.text)
        self.assertTrue(self.page(response).get("lang").startswith("de"))
        self.send(url=f"/de{self.url}", email="neu@customer.example")
        self.assertEqual(self.env["res.partner"].search([("email", "=", "neu@customer.example")]).lang, "de_DE")

    def test_consent(self):
        self.form.form_consent = "I agree."
        response = self.refused("invalid")
        self.assertIn("Please tick", response.text)
        self.assertEqual(self.send(consent="1").status_code, 200)

    def test_what_was_typed_survives_a_mistake(self):
        response = self.refused("invalid", email="olga at home", text="A long story")
        self.assertIn("A long story", response.text)
        self.assertIn("does not look right", response.text)

    def test_attachments(self):
        files = [("files", ("photo.png", io.BytesIO(PNG))), ("files", ("letter.pdf", io.BytesIO(b"%PDF-1.4 hello")))]
        self.send(files=files)
        message = self.Encounter.search([("channel_id", "=", self.form.id)]).case_id._portal_messages()[0]
        self.assertEqual(sorted(message.attachment_ids.mapped("name")), ["letter.pdf", "photo.png"])

    def test_signed_in_visitor_is_a_stranger(self):
        """A page inside another site must do nothing in the name of who is signed in here."""
        self.authenticate("priya", "priya")
        self.send()
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        self.assertNotEqual(encounter.partner_id, self.agent.partner_id)
        self.assertFalse(encounter.user_id)

    def test_phone_alone_is_enough(self):
        self.send(email="", phone="0151 220 18 99")
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        self.assertEqual(encounter.partner_id.phone, "0151 220 18 99")
        self.refused("invalid", email="", phone="")

    def test_desk_finds_the_reference(self):
        self.send()
        encounter = self.Encounter.search([("channel_id", "=", self.form.id)])
        found = self.env["frontoffice.desk"].with_user(self.agent)._cases_by_number(f"F-{encounter.id}")
        self.assertEqual(found, encounter.case_id)
