from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .mail_common import IntakeCommon


@tagged("post_install", "-at_install", "mail_intake")
class TestCaseUndoSend(IntakeCommon):
    """An answer that can be taken back, the closing words of a team, and the large mail form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader, cls.plain = cls.env["res.users"].with_context(no_reset_password=True).create([{
            "name": name, "login": f"{name}_undo", "email": f"{name}@undo.example.com", "service_role": role,
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
        } for name, role in (("grace", "team_leader"), ("mei", "department_clerk"))])

    def setUp(self):
        super().setUp()
        self.case = self.case_of(self.letter())
        self.mine = self.case.with_user(self.agent)
        self.Schedule = self.env["mail.message.schedule"]

    def answer(self, body="On our way"):
        return self.mine.message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_comment")

    def sent(self):
        return self._new_mails.filtered(lambda m: "On our way" in (m.body_html or ""))

    def test_off_it_leaves_at_once(self):
        with self.mock_mail_gateway():
            self.answer()
            self.assertEqual(len(self.sent()), 1)
        self.assertTrue(self.case.first_response_at)
        self.assertFalse(self.mine.held_answer())

    def test_taken_back(self):
        self.company.case_undo_send = True
        with self.mock_mail_gateway():
            message = self.answer()
            held = self.mine.held_answer()
            self.assertEqual(held["message"], message.id)
            self.assertLessEqual(held["seconds"], 10)
            self.assertFalse(self.case.first_response_at, "nobody has answered before it leaves")
            self.assertFalse(self.case.with_user(self.leader).held_answer(), "hers it is not")
            with self.assertRaises(UserError):
                self.case.with_user(self.leader).undo_send(message.id)
            self.assertIn("On our way", self.mine.undo_send(message.id))
            self.assertFalse(message.exists())
            with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
                self.Schedule._send_notifications_cron()
            self.assertFalse(self.sent())
        self.assertIn("On our way", self.mine.load_draft()["body"])
        self.assertFalse(self.case.first_response_at)

    def test_it_leaves_and_counts_for_its_writer(self):
        self.company.case_undo_send = True
        with self.mock_mail_gateway():
            message = self.answer()
            with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
                self.Schedule._send_notifications_cron()
            self.assertEqual(len(self.sent()), 1)
            with self.assertRaisesRegex(UserError, "left already"):
                self.mine.undo_send(message.id)
        self.assertTrue(self.case.first_response_at)
        event = self.case.event_ids.filtered(lambda e: e.kind == "replied")
        self.assertEqual(event.actor_id, self.agent.id)

    def test_only_who_may_write_the_case(self):
        self.company.case_undo_send = True
        message = self.answer()
        with self.assertRaises(AccessError):
            self.case.with_user(self.plain).undo_send(message.id)

    def test_closing_words_of_the_team(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.case.team_id = self.team
        self.agent.signature = "Priya's own"
        self.team.mail_signature = "<p>Open Monday to Friday</p>"
        self.team.with_context(lang="de_DE").mail_signature = "<p>Montag bis Freitag</p>"
        self.case.partner_id.lang = "de_DE"
        with self.mock_mail_gateway():
            self.answer()
            body = self.sent().body_html
        self.assertIn("Montag bis Freitag", body)
        self.assertIn(self.agent.name, body)
        self.assertNotIn("own", body)

    def test_the_large_form_is_guarded_too(self):
        context = {"default_model": "frontoffice.case", "default_res_ids": self.case.ids,
                   "default_composition_mode": "comment", "default_subtype_xmlid": "mail.mt_comment"}
        Composer = self.env["mail.compose.message"].with_user(self.agent).with_context(**context)
        old = Form(Composer)
        old.body = "<p>blind answer</p>"
        self.case.with_user(self.leader).message_post(
            body="I was faster", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        with self.assertRaisesRegex(UserError, "Meanwhile"):
            old.save().action_send_mail()
        fresh = Form(Composer)
        fresh.body = "<p>seen it</p>"
        fresh.save().action_send_mail()
        self.assertIn("seen it", self.case.message_ids[0].body)
