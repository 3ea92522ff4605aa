from odoo.tests import tagged

from .mail_common import IntakeCommon


@tagged("post_install", "-at_install", "mail_intake", "intake")
class TestMailIdentity(IntakeCommon):
    """A mailbox that confirms, and answers to whatever we sent."""

    def setUp(self):
        super().setUp()
        self.channel.ack_mail = True
        self.case = self.case_of(self.letter())
        self.confirmation = self.case.message_ids.filtered(lambda m: m.message_type == "auto_comment")

    def test_confirmed(self):
        self.assertEqual(len(self.confirmation), 1)
        self.assertTrue(self.case.ack_at)
        self.assertFalse(self.case.first_response_at)
        self.assertEqual(self.case.encounter_ids.state, "waiting")
        self.deliver(self.letter(In_Reply_To=self.confirmation.message_id))
        self.assertEqual(len(self.case.message_ids.filtered(lambda m: m.message_type == "auto_comment")), 1)

    def test_pain_14_machines_do_not_talk_to_each_other(self):
        """An out-of-office reply to our confirmation makes no case, no mail and no second confirmation."""
        before = self.Case.search_count([])
        for _number in range(5):
            self.refused(
                self.letter(In_Reply_To=self.confirmation.message_id, Auto_Submitted="auto-replied"), "auto_reply"
            )
        self.assertEqual(self.Case.search_count([]), before)
        self.assertEqual(len(self.case.message_ids.filtered(lambda m: m.message_type == "auto_comment")), 1)

    def test_pain_15_answers_find_their_case(self):
        """The customer answers the first automatic mail, an old mail, and a mail somebody forwarded."""
        before = self.Case.search_count([])
        with self.mock_mail_gateway():
            old = self.case.with_user(self.agent).message_post(
                body="First answer", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
            self.case.with_user(self.agent).message_post(
                body="Second answer", message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        for letter in (
            self.letter(In_Reply_To=self.confirmation.message_id),
            self.letter(In_Reply_To=old.message_id, Subject="Re: something else"),
            self.letter(
                From="Bea <bea@customer.example>",
                In_Reply_To="<forward@elsewhere.example>",
                References=f"{old.message_id} <forward@elsewhere.example>",
                Subject="Fwd: Help",
            ),
        ):
            self.assertEqual(self.deliver(letter), self.case.id)
        self.assertEqual(self.Case.search_count([]), before)
        self.assertEqual(len(self.case.encounter_ids), 4)

    def test_the_same_by_mail_is_only_suggested(self):
        """Words of a mail are a guess: a person decides whether it is the same thing."""
        first = self.case_of(self.letter("Where is my invoice copy?"))
        second = self.case_of(self.letter("I still need the invoice copy"))
        self.assertNotEqual(first, second)
        self.assertEqual(second.suggested_case_id, first)
