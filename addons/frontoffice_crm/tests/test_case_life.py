from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FrontOfficeCase
from .mail_common import IntakeCommon


@tagged("post_install", "-at_install")
class TestCaseLife(FrontOfficeCase):
    """A case closes by itself, comes back, and is never opened by a thank you."""

    def days_later(self, days, method, *args):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            return method(*args)

    def sweep(self):
        return self.env["frontoffice.case"]._close_silent()

    def test_closes_after_silence_dated_at_its_end(self):
        case = self._case()
        case.action_resolve()
        solved = case.resolved_at
        self.days_later(13, self.sweep)
        self.assertEqual(case.state, "resolved")
        self.days_later(20, self.sweep)
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.closed_at, solved + timedelta(days=14), "not when the sweep happened to run")
        before = case.ledger_seq
        self.days_later(21, self.sweep)
        self.assertEqual(case.ledger_seq, before, "running it again changes nothing")
        self.assertFalse(case._ledger_verify())

    def test_a_word_starts_the_days_anew(self):
        case = self._case()
        case.action_resolve()
        self.days_later(10, case._record, "replied")
        self.days_later(20, self.sweep)
        self.assertEqual(case.state, "resolved")
        self.days_later(25, self.sweep)
        self.assertEqual(case.state, "closed")

    def test_setting_of_each_company(self):
        self.company.case_close_days = 0
        case = self._case()
        case.action_resolve()
        self.days_later(400, self.sweep)
        self.assertEqual(case.state, "resolved")
        self.company.case_close_days = 2
        self.days_later(400, self.sweep)
        self.assertEqual(case.state, "closed")

    def test_what_must_be_decided_does_not_close(self):
        case = self._case()
        case.action_resolve()
        case._customer_wrote("Thanks a lot!")
        self.days_later(100, self.sweep)
        self.assertEqual(case.state, "resolved")
        case.action_dismiss()
        self.assertFalse(case.suggestion)
        self.days_later(100, self.sweep)
        self.assertEqual(case.state, "closed")

    def test_reopened_by_button_and_by_word(self):
        case = self._case()
        case.action_resolve()
        case._customer_wrote("It drips again")
        self.assertEqual((case.state, case.reopen_count), ("open", 1))
        case.action_resolve()
        case.action_reopen()
        self.assertEqual((case.state, case.reopen_count), ("open", 2))

    def test_reopen_rate_cap(self):
        self.company.case_reopen_limit = 2
        case = self._case()
        for _time in range(2):
            case.action_resolve()
            case._customer_wrote("still broken")
        case.action_resolve()
        case._customer_wrote("still broken")
        self.assertEqual((case.state, case.suggestion, case.reopen_count), ("resolved", "too_often", 2))
        case.action_reopen()
        self.assertEqual((case.state, case.suggestion), ("open", False), "people may always")

    def test_a_new_case_from_an_old_one(self):
        case = self._case()
        with self.assertRaises(UserError):
            case.action_follow_up()
        case.action_cancel()
        found = self.env["frontoffice.case"].browse(case.action_follow_up()["res_id"])
        self.assertEqual((found.previous_id, found.partner_id, found.state), (case, self.customer, "new"))

    def test_sheet(self):
        case = self._case(description="<p>no heat</p>")
        self._promise(case_id=case.id)
        case.message_post(body="We come today", message_type="comment", subtype_xmlid="mail.mt_comment")
        case.message_post(body="among us", message_type="comment", subtype_xmlid="mail.mt_note")
        html, kind = self.env["ir.actions.report"].with_user(self.agent)._render_qweb_html(
            "frontoffice_crm.report_case_sheet", case.ids
        )
        text = html.decode()
        self.assertEqual(kind, "html")
        for words in (case.name, "Ana Ortiz", "no heat", "Engineer by Thursday", "We come today"):
            self.assertIn(words, text)
        self.assertNotIn("among us", text, "notes are not printed")


@tagged("post_install", "-at_install", "mail_intake")
class TestCaseReplies(IntakeCommon):
    """What a mail of the customer does to a settled case."""

    def setUp(self):
        super().setUp()
        self.case = self.case_of(self.letter())
        self.incoming = self.case.message_ids.filtered(lambda m: m.message_type == "email")

    def reply(self, body, ref=None):
        return self.deliver(self.letter(body, In_Reply_To=ref or self.incoming.message_id))

    def test_pain_10_a_thank_you_suggests_and_a_person_confirms(self):
        self.case.with_user(self.agent).action_resolve()
        words = "Thank you so much, it works!\n\nOn Mon, Help wrote:\n> is it but still"
        self.assertEqual(self.reply(words), self.case.id)
        self.assertEqual((self.case.state, self.case.suggestion, self.case.reopen_count), ("resolved", "thanks", 0))
        letter = self.case.encounter_ids.sorted("id")[-1]
        self.assertEqual(letter.state, "waiting", "it waits until somebody has looked")
        self.case.with_user(self.agent).action_dismiss()
        self.assertEqual((self.case.state, self.case.suggestion, letter.state), ("resolved", False, "done"))

    def test_more_than_a_thank_you_opens_again(self):
        self.case.with_user(self.agent).action_resolve()
        self.reply("Thanks, but it is cold again")
        self.assertEqual(self.case.state, "open")

    def test_a_reply_after_long_is_a_new_case_that_follows(self):
        self.case.with_user(self.agent).action_resolve()
        self.case.with_user(self.agent).action_close()
        self.assertEqual(self.reply("broken again"), self.case.id, "yesterday's case goes on")
        self.case.with_user(self.agent).action_resolve()
        self.case.with_user(self.agent).action_close()
        self.company.case_reopen_days = 0
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            found = self.Case.browse(self.reply("another winter"))
        self.assertNotEqual(found, self.case)
        self.assertEqual(found.previous_id, self.case)
        self.assertEqual(self.case.state, "closed")

    def test_pain_15_replies_thread_to_first_automatic_old_and_forwarded(self):
        """Answers to the first automatic mail, to an old one, and one whose references a forward lengthened."""
        with self.mock_mail_gateway():
            self.case.message_post(
                body="We got it", message_type="auto_comment", subtype_xmlid="mail.mt_comment",
                author_id=self.env.ref("base.partner_root").id,
            )
        automatic = self._new_mails.mapped("message_id")[-1]
        self.assertEqual(self.reply("to the automatic one", automatic), self.case.id)
        self.assertEqual(self.reply("to the old one"), self.case.id)
        forwarded = self.letter(
            "forwarded and answered", From="Otto <otto@customer.example>", In_Reply_To="<fwd@customer.example>",
            References=f"{self.incoming.message_id} <fwd@customer.example>", Subject="Fwd: Re: Help",
        )
        self.assertEqual(self.deliver(forwarded), self.case.id)
        self.assertEqual(len(self.case.encounter_ids), 4)
