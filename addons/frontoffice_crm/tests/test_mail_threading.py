from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .mail_common import IntakeCommon


@tagged("post_install", "-at_install", "mail_intake")
class TestMailThreading(IntakeCommon):
    """Answers find their case, ours stop the clock."""

    def setUp(self):
        super().setUp()
        self.case = self.case_of(self.letter())
        self.first = self.case.encounter_ids
        self.incoming = self.case.message_ids.filtered(lambda m: m.message_type == "email")

    def answer(self, **kwargs):
        with self.mock_mail_gateway():
            return self.case.with_user(self.agent).message_post(**{
                "body": "We are on it", "message_type": "comment", "subtype_xmlid": "mail.mt_comment",
            } | kwargs)

    def reply(self, ref=None, **headers):
        return self.deliver(self.letter(In_Reply_To=ref or self.incoming.message_id, **headers))

    def test_answer_stops_the_clock(self):
        message = self.answer()
        self.assertIn(self.case.partner_id, message.notified_partner_ids)
        self.assertEqual((self.first.state, self.first.user_id), ("done", self.agent))
        self.assertTrue(self.first.first_response_at)
        self.assertTrue(self.case.first_response_at)
        self.assertEqual(self.case.state, "open")
        self.assertIn("replied", self.case.event_ids.mapped("kind"))
        mail = self._new_mails.filtered(lambda m: self.case.partner_id in m.recipient_ids)
        self.assertNotIn("Auto-Submitted", mail.headers or "")
        self.assertIn(self.address, mail.reply_to)

    def test_no_button_leads_to_a_page_that_is_not_there(self):
        self.case.company_id.portal_cases = False
        self.answer()
        mail = self._new_mails.filtered(lambda m: self.case.partner_id in m.recipient_ids)
        self.assertIn("We are on it", mail.body_html)
        self.assertNotIn("/mail/view", mail.body_html)
        self.assertNotIn("/my/", mail.body_html)

    def test_note_stops_nothing(self):
        self.answer(subtype_xmlid="mail.mt_note")
        self.assertEqual(self.first.state, "waiting")
        self.assertFalse(self.case.first_response_at)

    def test_machine_stops_nothing(self):
        self.answer(message_type="auto_comment", author_id=self.env.ref("base.partner_root").id)
        self.assertEqual(self.first.state, "waiting")
        mail = self._new_mails.filtered(lambda m: self.case.partner_id in m.recipient_ids)
        self.assertIn("Auto-Submitted", mail.headers)

    def test_answer_to_a_colleague_alone_stops_nothing(self):
        self.case.message_unsubscribe(self.case.partner_id.ids)
        self.answer(partner_ids=self.partner_admin.ids)
        self.assertEqual(self.first.state, "waiting")

    def test_agent_answers_by_mail(self):
        self.reply(From=self.agent.email_formatted, To=self.mail_alias_domain.catchall_email)
        self.assertEqual(self.first.state, "done")
        self.assertEqual(len(self.case.encounter_ids), 1)

    def test_customer_answers(self):
        sent = self.answer()
        self.case.with_user(self.agent).action_wait_customer()
        self.assertEqual(self.reply(sent.message_id), self.case.id)
        self.assertEqual(self.case.state, "open")
        second = self.case.encounter_ids - self.first
        self.assertEqual((second.state, second.context_carried, second.direction), ("waiting", True, "in"))
        self.assertTrue(self.first.first_response_at)
        self.assertFalse(second.first_response_at)

    def test_answer_by_the_catch_all(self):
        self.assertEqual(self.reply(To=self.mail_alias_domain.catchall_email), self.case.id)
        self.assertEqual(len(self.case.encounter_ids), 2)

    def test_answer_to_an_old_mail_opens_again(self):
        self.answer()
        self.case.with_user(self.agent).action_resolve()
        self.assertEqual(self.reply(), self.case.id)
        self.assertEqual((self.case.state, self.case.reopen_count), ("open", 1))

    def test_automatic_reply_does_not_open_again(self):
        self.case.with_user(self.agent).action_resolve()
        away = self.letter(In_Reply_To=self.incoming.message_id, Auto_Submitted="auto-replied")
        line = self.refused(away, "auto_reply")
        self.assertEqual(self.case.state, "resolved")
        self.assertEqual(line.channel_id, self.channel)

    def test_answer_to_the_first_automatic_mail(self):
        self.answer(message_type="auto_comment", author_id=self.env.ref("base.partner_root").id)
        mail = self._new_mails.filtered(lambda m: self.case.partner_id in m.recipient_ids)
        self.assertEqual(self.reply(mail.message_id), self.case.id)
        self.assertEqual(len(self.case.encounter_ids), 2)

    def test_answer_to_a_merged_case_reaches_the_survivor(self):
        middle, survivor = self.case_of(self.letter(Subject="b")), self.case_of(self.letter(Subject="c"))
        for loser, winner in ((self.case, middle), (middle, survivor)):
            loser.merged_into_id = winner
            loser._record("merged")
        self.assertEqual(self.reply(), survivor.id)
        self.assertEqual(len(survivor.encounter_ids), 2)
        self.assertEqual(len(self.case.encounter_ids), 1)

    def test_answer_to_a_cancelled_case_is_a_new_case(self):
        self.case.with_user(self.agent).action_cancel()
        found = self.reply()
        self.assertTrue(found)
        self.assertNotEqual(found, self.case.id)

    def test_answer_to_the_question_about_a_promise(self):
        """It reaches the promise's case, and makes one where there is none."""
        for case in (self.case, self.Case):
            promise = self.env["frontoffice.promise"].create({
                "name": "Repair", "partner_id": self.case.partner_id.id, "case_id": case.id,
                "channel_id": self.channel.id, "company_id": self.company.id,
                "due_at": fields.Datetime.now() + timedelta(days=1),
            })
            promise.action_keep()
            with self.mock_mail_gateway():
                promise.with_user(self.agent).action_ask_rating()
            mail = self._new_mails
            self.assertIn("Auto-Submitted", mail.headers)
            found = self.Case.browse(self.reply(mail.message_id, To=mail.reply_to))
            self.assertTrue(found)
            self.assertEqual(found == self.case, bool(case))
            self.assertEqual(found.partner_id, self.case.partner_id)

    def test_waiting_for_a_department_stays(self):
        self.case._record("asked_backoffice")
        self.reply()
        self.assertEqual(self.case.state, "waiting_backoffice")
