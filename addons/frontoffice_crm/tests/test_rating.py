from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .browser_common import BrowserCase


class RatingCommon(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.feedback_count = 9  # how often one person is asked has tests of its own
        cls.agent = new_test_user(
            cls.env, "agent.rated", groups="frontoffice_crm.group_agent", email="agent@us.example"
        )
        cls.clerk = new_test_user(cls.env, "clerk.not.rated", groups="base.group_user", email="clerk@us.example")
        cls.customer = cls.env["res.partner"].create({"name": "Olga Ortiz", "email": "olga@customer.example"})
        cls.case = cls.env["frontoffice.case"].create({
            "subject": "Boiler stopped", "partner_id": cls.customer.id, "user_id": cls.agent.id,
        })
        cls.promise = cls.env["frontoffice.promise"].create({
            "name": "Repair", "partner_id": cls.customer.id, "user_id": cls.agent.id,
            "due_at": fields.Datetime.now() + timedelta(days=1),
        })
        cls.Rating = cls.env["rating.rating"]

    def ask(self, record):
        """Ask as the agent; returns the rating that waits."""
        with self.mock_mail_gateway():
            record.with_user(self.agent).action_ask_rating()
        return self.rating(record)

    def rating(self, record):
        return self.Rating.search([("res_model", "=", record._name), ("res_id", "=", record.id)])

    def press(self, rating, rate, feedback=""):
        """The customer opens the link, chooses and confirms."""
        self.authenticate(None, None)
        page = self.url_open(f"/rate/{rating.access_token}/{rate}")
        self.assertEqual(page.status_code, 200)
        return self.url_open(f"/rate/{rating.access_token}/submit_feedback", data={
            "rate": rate, "feedback": feedback, "csrf_token": Request.csrf_token(self),
        })


@tagged("post_install", "-at_install", "mail_intake")
class TestRatingPage(RatingCommon, BrowserCase):
    """The customer rates on the stock page; looking at it rates nothing."""

    def test_opening_records_nothing_posting_does(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        self.assertEqual(len(rating), 1)
        self.assertIn(f"/rate/{rating.access_token}/5", self._new_mails.body_html)
        for rate in (1, 3, 5):
            self.assertEqual(self.url_open(f"/rate/{rating.access_token}/{rate}").status_code, 200)
        self.url_open(f"/rate/{rating.access_token}/submit_feedback")
        self.assertFalse(rating.consumed)
        self.assertEqual(self.press(rating, 5, "Quick and friendly").status_code, 200)
        rating.invalidate_recordset()
        self.assertEqual((rating.rating, rating.feedback, rating.consumed), (5, "Quick and friendly", True))
        self.assertTrue(rating.rated_on)
        self.assertEqual(self.case.rating_last_value, 5)
        self.assertEqual(rating.service_company_id, self.company)
        self.assertEqual(rating.rated_partner_id, self.agent.partner_id)

    def test_promise(self):
        self.promise.action_keep()
        rating = self.ask(self.promise)
        self.press(rating, 3)
        rating.invalidate_recordset()
        self.assertEqual((rating.rating, rating.consumed, rating.partner_id), (3, True, self.customer))
        self.assertFalse(self.promise._ledger_verify())

    def test_no_token_of_the_form_no_rating(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        answer = self.url_open(f"/rate/{rating.access_token}/submit_feedback", data={"rate": 5})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(rating.consumed)

    def test_wrong_token(self):
        self.assertEqual(self.url_open("/rate/nonsense/5").status_code, 404)

    def test_colleague_cannot_press_for_the_customer(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        self.authenticate("agent.rated", "agent.rated")
        answer = self.url_open(f"/rate/{rating.access_token}/submit_feedback", data={
            "rate": 5, "csrf_token": Request.csrf_token(self),
        })
        self.assertNotEqual(answer.status_code, 200)
        self.assertFalse(rating.consumed)

    def test_opened_again_means_a_new_question(self):
        self.case._record("resolved")
        first = self.ask(self.case)
        self.press(first, 1)
        self.case._record("reopened")
        self.case._record("resolved")
        self.assertEqual(len(self.ask(self.case)), 2)


@tagged("post_install", "-at_install", "mail_intake")
class TestRatingRights(RatingCommon):
    """Who is asked, who is rated, and who may look."""

    def test_not_before_it_is_finished(self):
        with self.assertRaisesRegex(UserError, "not finished"):
            self.case.with_user(self.agent).action_ask_rating()
        self.customer.email = False
        self.case._record("resolved")
        with self.assertRaisesRegex(UserError, "e-mail"):
            self.case.with_user(self.agent).action_ask_rating()

    def test_the_question_is_marked_as_automatic(self):
        self.case._record("resolved")
        with self.mock_mail_gateway():
            self.case.with_user(self.agent).action_ask_rating()
        mail = self._new_mails
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertFalse(self.case.first_response_at)

    def test_interaction(self):
        channel = self.env["frontoffice.channel"].create({"name": "Counter", "company_id": self.company.id})
        encounter = self.env["frontoffice.encounter"].create({
            "channel_id": channel.id, "partner_id": self.customer.id, "user_id": self.agent.id,
        })
        self.assertEqual(self.ask(encounter).rated_partner_id, self.agent.partner_id)
        self.assertEqual(self._new_mails.recipient_ids, self.customer)

    def test_agent_is_frozen_when_asked(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        self.case.user_id = self.clerk
        self.assertEqual(rating.rated_partner_id, self.agent.partner_id)

    def test_only_agents_of_the_company_read(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        self.assertTrue(self.Rating.with_user(self.agent).search([("id", "=", rating.id)]))
        self.assertFalse(self.Rating.with_user(self.clerk).search([("id", "=", rating.id)]))
        with self.assertRaises(AccessError):
            rating.with_user(self.clerk).read(["rating"])
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "agent.elsewhere", groups="frontoffice_crm.group_agent", company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        self.assertFalse(self.Rating.with_user(stranger).search([("id", "=", rating.id)]))

    def test_nobody_writes_stars(self):
        self.case._record("resolved")
        rating = self.ask(self.case)
        for user in (self.agent, self.clerk, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                rating.with_user(user).write({"rating": 5, "consumed": True})
            with self.assertRaises(AccessError):
                self.Rating.with_user(user).create({
                    "res_model_id": self.env["ir.model"]._get_id("frontoffice.case"), "res_id": self.case.id,
                    "rating": 5, "consumed": True,
                })
        case = self.case.with_user(self.agent)
        with self.assertRaises(AccessError):
            case.rating_apply(5, token=rating.access_token)
        with self.assertRaises(AccessError):
            case.message_post(body="Great", rating_value=5)

    def test_other_ratings_stay_stock(self):
        partner = self.env["res.partner"].create({"name": "Somebody"})
        rating = self.Rating.with_user(self.clerk).create({
            "res_model_id": self.env["ir.model"]._get_id("res.partner"), "res_id": partner.id, "rating": 3,
        })
        rating.write({"rating": 4})
        self.assertEqual(rating.read(["rating"])[0]["rating"], 4)

    def test_asking_after_solved_is_off_and_works_when_on(self):
        automation = self.env.ref("frontoffice_crm.automation_ask_rating")
        self.assertFalse(automation.active)
        with self.mock_mail_gateway():
            self.case.with_user(self.agent).action_resolve()
        self.assertFalse(self._new_mails)
        automation.active = True
        self.case.with_user(self.agent).action_reopen()
        with self.mock_mail_gateway():
            self.case.with_user(self.agent).action_resolve()
        self.assertEqual(self._new_mails.recipient_ids, self.customer)
        self.assertEqual(len(self.rating(self.case)), 1)
