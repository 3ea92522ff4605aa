import json

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..models.snippet_public import LOOKED
from .intake_common import FormCase
from .portal_common import PortalCase

ASKED = "How do I bleed a radiator?"
TYPED = "My radiator gurgles, can I bleed it myself?"


def answers(env, company, other_company):
    """One answer customers may read, and what they may not."""
    env["frontoffice.snippet"].search([("is_public", "=", True)]).is_public = False
    return env["frontoffice.snippet"].create([
        {"shortcut": "bleed", "text": "Turn the small key until water comes.", "question": ASKED, "is_public": True,
         "company_id": company.id},
        {"shortcut": "secret", "text": "SECRET discount 40 % on a radiator", "question": "Radiator bleed discount?",
         "company_id": company.id},
        {"shortcut": "theirs", "text": "THEIR answer", "question": ASKED, "is_public": True,
         "company_id": other_company.id},
    ])


@tagged("post_install", "-at_install")
class TestPublicAnswers(FormCase):
    """Somebody who finds a ready answer needs nobody; everybody else is not kept from sending."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answer, cls.secret, cls.theirs = answers(cls.env, cls.company, cls.other_company)

    def _look(self, text=TYPED, **more):
        return self.opener.post(
            f"{self.base_url()}{self.url}/answers", data=json.dumps({"text": text, **more}), timeout=60,
            headers={"Content-Type": "application/json"})

    def _solved(self, answer=None, fields=None, **values):
        return self.send(fields or self.drawn(), url=f"{self.url}/solved", **{
            "answer": (answer or self.answer).id, "text": TYPED, **values})

    def test_only_what_customers_may_read_is_offered(self):
        [found] = self._look().json()["answers"]
        self.assertEqual(found, {"id": self.answer.id, "question": ASKED, "text": self.answer.text})
        for text in ("", " ", "completely different", "x" * 5000, None, 7, {"a": 1}):
            self.assertEqual(self._look(text).json()["answers"], [], text)
        self.answer.is_public = False
        self.assertEqual(self._look().json()["answers"], [])

    def test_of_a_team_alone_is_not_offered(self):
        self.answer.team_id = self.team
        self.assertEqual(self._look().json()["answers"], [])

    def test_the_chosen_topic_helps(self):
        self.answer.write({"need_id": self.need.id, "question": "How do I bleed the radiator in the kitchen?"})
        self.assertFalse(self._look("A radiator is loud").json()["answers"])
        self.assertTrue(self._look("A radiator is loud", need=self.need.id).json()["answers"])
        self.assertFalse(self._look("A radiator is loud", need=self.secret_need.id).json()["answers"])

    def test_markup_stays_words(self):
        self.answer.text = "<script>alert(1)</script>"
        reply = self._look()
        self.assertEqual(reply.headers["Content-Type"].split(";")[0], "application/json")
        self.assertEqual(reply.json()["answers"][0]["text"], "<script>alert(1)</script>", "the page draws it as words")

    def test_too_many_looks(self):
        statuses = [self._look().status_code for _n in range(LOOKED + 5)]
        self.assertEqual(statuses, [200] * LOOKED + [429] * 5)
        self.assertEqual(self.send().status_code, 200, "who looked too often can still send")

    def test_nonsense_is_refused_in_words(self):
        url = f"{self.base_url()}{self.url}/answers"
        self.assertEqual(self.opener.post(url, data="[1]", timeout=60).status_code, 400)
        self.assertEqual(self.opener.post(url, data="x" * 20_000, timeout=60).status_code, 413)
        self.assertEqual(self.url_open("/service/no-such-form/answers", data="{}").status_code, 404)

    def test_solved_is_an_interaction_and_no_case(self):
        cases, fields = self.Case.search_count([]), self.drawn()
        before = self.Encounter.search([])
        people = self.env["res.partner"].search_count([])
        for _time in range(2):
            page = self._solved(fields=fields)
            self.assertEqual(page.status_code, 200)
            self.assertIn("Good to hear", page.text)
        self.env.invalidate_all()
        encounter = self.Encounter.search([]) - before
        self.assertEqual(
            (len(encounter), encounter.state, encounter.outcome, encounter.handled_by, encounter.note),
            (1, "done", "informed", "self", ASKED))
        self.assertFalse(encounter.partner_id | encounter.case_id.partner_id)
        self.assertEqual((self.Case.search_count([]), self.env["res.partner"].search_count([])), (cases, people))
        self.assertEqual(self.answer.helped_count, 1, "pressed twice is once")

    def test_what_did_not_help_cannot_be_counted(self):
        for answer in (self.secret, self.theirs):
            before = self.Encounter.search_count([])
            page = self._solved(answer)
            self.assertEqual(page.status_code, 422)
            self.assertNotIn("SECRET", page.text)
            self.assertIn(TYPED, page.text, "and nothing typed is lost")
            self.assertEqual(self.page(page).xpath("//form/@action"), [f"{self.url}?"], "sent from here, it is asked")
            self.env.invalidate_all()
            self.assertEqual((self.Encounter.search_count([]), answer.helped_count), (before, 0))
        self.assertEqual(self._solved(fields={"ticket": "t" * 20}).status_code, 422, "no form of ours was drawn")

    def test_what_customers_read_is_checked(self):
        with self.assertRaisesRegex(ValidationError, "how customers ask"):
            self.secret.write({"is_public": True, "question": " "})
        with self.assertRaisesRegex(ValidationError, "braces"):
            self.secret.write({"is_public": True, "question": ASKED, "text": "Dear {customer}"})

    def test_the_form_is_as_it_was_without_answers(self):
        page = self.page(self.url_open(self.url))
        self.assertEqual(page.xpath("//form//button[@type='submit']/text()"), ["Send"], "Enter sends")
        self.assertTrue(page.xpath("//section[contains(@class, 'o_fo_answers') and contains(@class, 'd-none')]"))


@tagged("post_install", "-at_install")
class TestPortalAnswers(PortalCase):
    """The same for customers who are signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.answer, cls.secret, cls.theirs = answers(cls.env, cls.company, cls.other_company)

    def _look(self, login):
        self.authenticate(login, login)
        return self.opener.post(
            f"{self.base_url()}/my/cases/answers", data=json.dumps({"text": TYPED}), timeout=60,
            headers={"Content-Type": "application/json"}, allow_redirects=False)

    def test_offered_and_solved(self):
        self.assertEqual([row["id"] for row in self._look("customer").json()["answers"]], [self.answer.id])
        before = self.env["frontoffice.encounter"].search([])
        self.press("solved", "customer", path="/my/cases", text=TYPED, ticket="s" * 20, answer=self.answer.id)
        encounter = self.env["frontoffice.encounter"].search([]) - before
        self.assertEqual(
            (encounter.partner_id, encounter.outcome, encounter.case_id.ids),
            (self.portal.partner_id, "informed", []))
        self.env.invalidate_all()
        self.assertEqual(self.answer.helped_count, 1)
        page = self.press("solved", "customer", path="/my/cases", text=TYPED, answer=self.secret.id)
        self.assertIn("Please send your question", page.text)
        self.assertIn(TYPED, page.text)

    def test_not_without_signing_in(self):
        self.assertNotEqual(self._look(None).status_code, 200)
