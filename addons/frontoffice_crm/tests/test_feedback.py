from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import FrontOfficeCase

MONDAY = "2026-03-02 10:00:00"


class FeedbackCase(FrontOfficeCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Invitation = cls.env["frontoffice.feedback.invitation"]
        cls.team.user_id = cls.leader

    def _rule(self, **values):
        return self.env["frontoffice.feedback.policy"].create({
            "name": "Ask", "company_id": self.company.id, "delay_hours": 1, **values,
        })

    def _clock(self, now):
        moment = fields.Datetime.to_datetime(now)
        return patch("odoo.fields.Datetime.now", lambda: moment)

    def _solved(self, now=MONDAY, **values):
        with self._clock(now):
            case = self._case(user_id=self.agent.id, **values)
            case._record("resolved")
        return case

    def _send(self, now):
        with self._clock(now), self.mock_mail_gateway(), self.enter_registry_test_mode():
            self.env.flush_all()
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1.0):
                self.Invitation._cron_send()
        return self._new_mails

    def _lines(self, case):
        return self.Invitation.search([("case_id", "=", case.id)])


@tagged("post_install", "-at_install")
class TestFeedback(FeedbackCase):
    """Who is asked what, never too often; an unhappy answer finds somebody who calls back."""

    def test_a_solved_case_is_asked_about_in_working_hours(self):
        self._rule()
        case = self._solved("2026-03-06 16:30:00")  # Friday, half an hour before the end
        line = self._lines(case)
        self.assertEqual(line.send_after, self._utc("2026-03-09 08:30:00"))
        self.assertFalse(self._send("2026-03-07 12:00:00"), "not at the weekend")
        self._send("2026-03-09 09:00:00")
        self.assertEqual((line.state, line.rating_id.res_id), ("sent", case.id))
        self.assertFalse(self._send("2026-03-09 10:00:00"), "asked once")

    def test_whom_it_is_about_is_frozen(self):
        self._rule()
        case = self._solved()
        case.user_id = self.leader
        self._send("2026-03-02 15:00:00")
        self.assertEqual(self._lines(case).user_id, self.agent)

    def test_pain_24_one_budget_for_a_person_over_everything(self):
        self._rule()
        self._rule(name="Promises", trigger="promise_decided")
        case = self._solved()
        with self._clock(MONDAY):
            promise = self._promise(due_at=self._utc("2026-03-03 10:00:00"))
            promise._record("fulfilled", {"in_full": True})
        self._send("2026-03-02 15:00:00")
        lines = self._lines(case) | self.Invitation.search([("promise_id", "=", promise.id)])
        self.assertEqual(lines.mapped("state"), ["sent", "skipped"])
        self.assertEqual(lines[1].skip_reason, "budget")
        with self._clock("2026-03-03 15:00:00"), self.assertRaisesRegex(UserError, "within the last 14 days"):
            promise.with_user(self.agent).action_ask_rating()
        self.company.feedback_count = 2
        with self._clock("2026-03-03 15:00:00"), self.mock_mail_gateway():
            promise.with_user(self.agent).action_ask_rating()
        with self._clock("2026-03-04 15:00:00"), self.assertRaises(UserError):
            case.with_user(self.agent).action_ask_rating()

    def test_the_budget_follows_the_address_not_the_record(self):
        self._rule()
        twin = self.env["res.partner"].create({"name": "A. Ortiz", "email": "ANA@example.com"})
        one, two = self._solved(), self._solved(partner_id=twin.id)
        self._send("2026-03-02 15:00:00")
        self.assertEqual(sorted((self._lines(one) | self._lines(two)).mapped("state")), ["sent", "skipped"])

    def test_pain_24_a_new_episode_is_asked_anew_and_an_old_one_is_not(self):
        self.company.feedback_count = 9
        self._rule(rest_days=0)
        case = self._solved()
        with self._clock("2026-03-02 10:20:00"):
            case._record("reopened")
        self._send("2026-03-02 15:00:00")
        self.assertEqual(self._lines(case).skip_reason, "reopened")
        with self._clock("2026-03-03 10:00:00"):
            case._record("resolved")
        self._send("2026-03-03 15:00:00")
        self.assertEqual(sorted(self._lines(case).mapped("state")), ["sent", "skipped"])
        self.assertEqual(self._lines(case).mapped("episode"), [1, 0])

    def test_nobody_without_address_or_against_the_wish_is_asked(self):
        self._rule()
        nobody = self.env["res.partner"].create({"name": "Mrs Amsel"})
        silent = self.env["res.partner"].create({"name": "Silent", "email": "s@example.com", "feedback_opt_out": True})
        blocked = self.env["res.partner"].create({"name": "Blocked", "email": "b@example.com"})
        self.env["mail.blacklist"]._add("b@example.com")
        cases = [self._solved(partner_id=p.id) for p in (nobody, silent, blocked)]
        self._send("2026-03-02 15:00:00")
        self.assertEqual(
            [self._lines(case).skip_reason for case in cases], ["address", "opted_out", "opted_out"]
        )
        with self.assertRaisesRegex(UserError, "does not want"):
            cases[1].with_user(self.agent).action_ask_rating()

    def test_a_rule_asks_only_about_what_it_names_and_the_same_twice(self):
        rule = self._rule(case_type="complaint")
        self.assertFalse(self._lines(self._solved()))
        self.assertTrue(self._lines(self._solved(type="complaint")))
        rule.write({"case_type": False, "percent": 30})
        cases = [self._solved() for _n in range(40)]
        asked = sum(bool(self._lines(case)) for case in cases)
        self.assertTrue(2 <= asked <= 24, asked)
        before = self.Invitation.search_count([])
        for case in cases:
            self.env["frontoffice.feedback.policy"]._plan("case_resolved", case)
        self.assertEqual(self.Invitation.search_count([]), before)

    def test_history_is_not_asked_about(self):
        self._rule()
        self.assertFalse(self._lines(self._solved(source="import")))

    def test_a_changed_rule_does_not_move_what_was_planned(self):
        rule = self._rule(answer_days=7)
        case = self._solved()
        rule.answer_days = 60
        self._send("2026-03-02 15:00:00")
        self.assertEqual(self._lines(case).closes_at, self._utc("2026-03-09 15:00:00"))
        self._send("2026-03-10 10:00:00")
        self.assertEqual(self._lines(case).state, "expired")

    def test_smileys_need_something_they_are_about(self):
        with self.assertRaises(ValidationError):
            self._rule(trigger="relationship")

    # -- answers -----------------------------------------------------------------------------------

    def _rate(self, case, stars):
        self._send("2026-03-02 15:00:00")
        line = self._lines(case)
        with self._clock("2026-03-02 16:00:00"):
            case.with_user(self.env.ref("base.public_user")).sudo().rating_apply(
                stars, token=line.rating_id.sudo().access_token
            )
        return line

    def test_an_unhappy_customer_is_called_back(self):
        self._rule()
        case = self._solved()
        line = self._rate(case, 1)
        self.assertEqual((line.verdict, line.follow_user_id), ("bad", self.leader))
        self.assertEqual(line.follow_due_at, self._utc("2026-03-04 16:00:00"), "two working days")
        todo = case.activity_ids
        self.assertEqual((todo.user_id, todo.date_deadline), (self.leader, self._utc("2026-03-04 00:00:00").date()))
        with self.assertRaisesRegex(UserError, "outcome"):
            line.with_user(self.leader).action_followed()
        line.with_user(self.leader).follow_outcome = "recovered"
        line.with_user(self.leader).action_followed()
        self.assertTrue(line.followed_at)
        self.assertFalse(case.activity_ids)

    def test_a_happy_one_is_not(self):
        self._rule()
        line = self._rate(self._solved(), 5)
        self.assertEqual((line.state, line.verdict, line.follow_due_at), ("answered", "good", False))

    def test_the_rules_person_calls_where_one_is_named(self):
        self._rule(owner_id=self.manager.id)
        self.assertEqual(self._rate(self._solved(), 1).follow_user_id, self.manager)

    def _survey(self, instrument, **answers):
        self._rule(instrument=instrument)
        line = self._lines(self._solved())
        self._send("2026-03-02 15:00:00")
        entry = line.user_input_id
        for question in entry.survey_id.question_ids.filtered(lambda q: q.feedback_code in answers):
            entry._save_lines(question, str(answers[question.feedback_code]))
        entry._mark_done()
        return line

    def test_recommendation(self):
        line = self._survey("nps", nps=6)
        self.assertEqual((line.score, line.verdict, line.follow_user_id), (6, "bad", self.leader))

    def test_zero_is_an_answer(self):
        line = self._survey("nps", nps=0)
        self.assertEqual((line.state, line.score, line.verdict), ("answered", 0, "bad"))

    def test_effort(self):
        self.assertEqual(self._survey("ces", ces=6).verdict, "good")

    def test_service_quality_is_a_gap(self):
        line = self._survey("rater", reliability_e=7, reliability_p=4, empathy_e=5, empathy_p=6)
        self.assertEqual((line.score, line.verdict), (1.0, "middling"))

    def test_from_time_to_time(self):
        rule = self._rule(instrument="nps", trigger="relationship", rest_days=90)
        with self._clock(MONDAY):
            self._encounter()
            self._encounter()
            for _day in range(2):
                self.env["frontoffice.feedback.policy"]._cron_relationship()
        lines = self.Invitation.search([("policy_id", "=", rule.id)])
        self.assertEqual(lines.partner_id, self.customer)
        self.assertEqual(len(lines), 1)

    # -- rights ------------------------------------------------------------------------------------

    def test_rights(self):
        self._rule()
        line = self._lines(self._solved())
        for user in (self.plain, self.portal):
            with self.assertRaises(AccessError):
                line.with_user(user).read(["verdict"])
        for values in ({"score": 5}, {"verdict": "good"}, {"state": "sent"}, {"user_id": self.plain.id}):
            with self.assertRaises(AccessError):
                line.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            self.Invitation.with_user(self.manager).create({"company_id": self.company.id, "planned_at": MONDAY})
        abroad = self.env(user=self.stranger, context={"allowed_company_ids": self.other_company.ids})
        self.assertFalse(abroad["frontoffice.feedback.invitation"].search([]))
        with self.assertRaises(AccessError):
            self.env["frontoffice.feedback.policy"].with_user(self.agent).create({"name": "Mine"})


@tagged("post_install", "-at_install")
class TestFeedbackPages(FeedbackCase, HttpCase):
    """Mail scanners open every link: opening one answers and changes nothing."""

    def _asked(self, instrument):
        self._rule(instrument=instrument)
        line = self._lines(self._solved())
        now = fields.Datetime.to_string(fields.Datetime.now())
        line.send_after = MONDAY
        self._send(now)
        return line

    def test_pain_24_opening_the_survey_answers_nothing(self):
        line = self._asked("nps")
        self.authenticate(None, None)
        for _scan in range(3):
            self.assertEqual(self.url_open(line.user_input_id.get_start_url()).status_code, 200)
        self.assertEqual((line.state, line.user_input_id.state), ("sent", "new"))

    def test_saying_no_takes_a_post(self):
        line = self._asked("nps")
        self.authenticate(None, None)
        url = f"/feedback/stop/{line.token}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertFalse(self.customer.feedback_opt_out)
        self.assertEqual(self.url_open(url, data={}, method="POST").status_code, 400)
        self.url_open(url, data={"csrf_token": Request.csrf_token(self)})
        self.customer.invalidate_recordset()
        self.assertTrue(self.customer.feedback_opt_out)
        self.assertEqual(self.url_open("/feedback/stop/notatoken-notatoken-x").status_code, 404)

    def test_every_question_says_it_is_automatic(self):
        line = self._asked("ces")
        mails = self.env["mail.mail"].search([("model", "=", line._name), ("res_id", "=", line.id)])
        self.assertIn("Auto-Submitted", mails.headers)
