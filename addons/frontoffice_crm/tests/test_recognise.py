from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.case_automatic_mail import MAILS, MAILS_TO_ONE
from ..models.intake_entry import Entry
from .common import FrontOfficeCase


@tagged("post_install", "-at_install", "intake")
class TestRecognise(FrontOfficeCase):
    """The same customer with the same need by another road within 14 days; and mails by machines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.env["frontoffice.channel"].create(
            {
                "name": "Web form",
                "kind": "web",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "form_enabled": True,
            }
        )
        cls.intake = cls.env["frontoffice.intake"]
        cls.case = cls.env["frontoffice.case"].create(
            {
                "subject": "Boiler stopped",
                "partner_id": cls.customer.id,
                "need_id": cls.need.id,
                "channel_id": cls.channel.id,
                "company_id": cls.company.id,
            }
        )

    def take(self, channel=None, **values):
        return self.intake._take_in(
            Entry(
                channel or self.form, **{"text": "It is cold", "email": "ana@example.com", "need": self.need, **values}
            )
        )

    def test_another_road(self):
        taken = self.take()
        encounter = taken.encounter
        self.assertTrue(taken.joined)
        self.assertEqual((encounter.case_id, encounter.context_carried, encounter.outcome), (self.case, True, "case"))
        self.assertFalse(encounter.is_clarification, "we had not answered yet")
        self.assertIn("It is cold", self.case._portal_messages()[-1].body)

    def test_asked_again_after_our_answer(self):
        self.case._record("replied")
        self.assertTrue(self.take(at=fields.Datetime.now()).encounter.is_clarification)

    def test_just_solved_opens_again(self):
        self.case._record("resolved")
        self.assertTrue(self.take().joined)
        self.assertEqual(self.case.state, "open")

    def test_solved_long_ago_is_another_matter(self):
        old = self._case(need_id=self.need.id, opened_at=fields.Datetime.now() - timedelta(days=40))
        self.case._record("cancelled")
        old._record("resolved", at=fields.Datetime.now() - timedelta(days=15))
        self.assertNotIn(self.take().encounter.case_id, old | self.case)

    def test_fourteen_days(self):
        now = fields.Datetime.now()
        self.case._record("cancelled")
        old = self._case(opened_at=now - timedelta(days=20))
        self.assertNotEqual(self.take().encounter.case_id, old)
        recent = self._case(opened_at=now - timedelta(days=20))
        self._encounter(case_id=recent.id, arrived_at=now - timedelta(days=13))
        fresh = self.take().encounter
        self.assertFalse(fresh.case_id == recent, "two may be meant")
        self.assertTrue(fresh.suggested_case_id)

    def test_no_wrong_joins(self):
        """Another topic, a guessed topic, another customer, two that may be meant, another company."""
        other = self.env["frontoffice.need"].create({"name": "Bill", "company_id": self.company.id})
        self.assertFalse(self.take(need=other).joined)
        guessed = self.take(need=None, text="no heat at all")
        self.assertFalse(guessed.joined)
        self.assertEqual((guessed.encounter.need_id, guessed.encounter.suggested_case_id), (self.need, self.case))
        self.assertEqual(guessed.encounter.case_id.suggested_case_id, self.case)
        guessed.encounter.case_id.with_user(self.agent).action_not_the_same()
        self.assertFalse(guessed.encounter.case_id.suggested_case_id)
        self.assertFalse(self.take(email="new@example.com").joined)
        theirs = self.env["frontoffice.channel"].create(
            {
                "name": "Theirs",
                "kind": "web",
                "company_id": self.other_company.id,
            }
        )
        self.need.write({"company_id": False, "standard_id": False, "team_id": False})
        self.assertFalse(self.take(theirs).joined)

    def test_two_contacts_with_one_address(self):
        self.env["res.partner"].create({"name": "Bea Ortiz", "email": "ana@example.com"})
        taken = self.take()
        self.assertFalse(taken.joined)
        self.assertEqual(taken.encounter.suggested_case_id, self.case)

    def test_further_addresses(self):
        self.env["frontoffice.contact.point"].create(
            {
                "partner_id": self.customer.id,
                "kind": "email",
                "value": "ana@work.example",
            }
        )
        self.assertTrue(self.take(email="ana@work.example").joined)

    # -- mails by machines ---------------------------------------------------------------------------

    def mails(self, partner):
        return self.env["mail.mail"].sudo().search([("recipient_ids", "in", partner.ids)])

    def test_confirmation(self):
        taken = self.intake._take_form(Entry(self.form, text="Hello", email="ana@example.com"))
        case = taken.encounter.case_id
        mail = self.mails(self.customer)
        self.assertEqual(len(mail), 1)
        self.assertIn(case.name, mail.subject)
        self.assertIn("auto-replied", mail.headers)
        self.assertTrue(case.ack_at)
        self.assertFalse(case.first_response_at, "a machine is no answer")
        self.assertEqual(taken.encounter.state, "waiting")
        self.form.ack_mail = False
        self.intake._take_form(Entry(self.form, text="Hello", email="ana@example.com"))
        self.assertEqual(len(self.mails(self.customer)), 1)

    def test_off_for_mailboxes(self):
        box = self.env["frontoffice.channel"].create({"name": "Box", "kind": "email", "company_id": self.company.id})
        self.assertFalse(box.ack_mail)

    def test_pain_14_few_automatic_mails(self):
        """At most three of one case and six to one address in an hour, whatever sends them."""
        for _number in range(MAILS + 2):
            self.case._acknowledge() if self.case.channel_id.ack_mail else self.case.message_post_with_source(
                self.env.ref("frontoffice_crm.mail_template_case_ack"),
                message_type="auto_comment",
                subtype_xmlid="frontoffice_crm.mt_automatic",
            )
        self.assertEqual(len(self.mails(self.customer)), MAILS)
        for number in range(MAILS_TO_ONE + 2):
            self.intake._take_form(Entry(self.form, text=f"Number {number}", email="ana@example.com"))
        self.assertEqual(len(self.mails(self.customer)), MAILS_TO_ONE)
        self.case.with_user(self.agent).message_post(
            body="A person",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        self.assertEqual(len(self.mails(self.customer)), MAILS_TO_ONE + 1, "people are not limited")

    def test_the_desk_points_to_it(self):
        """On the telephone the clerk sees the open case; who goes on without it finds it suggested later."""
        desk = self.env["frontoffice.desk"].with_user(self.agent)
        values = {"partner_id": self.customer.id, "need_id": self.need.id, "note": "cold again"}
        told = self.env["frontoffice.encounter"].browse(desk.log({**values, "outcome": "informed"})["encounter_id"])
        self.assertEqual((told.suggested_case_id, told.case_id), (self.case, self.env["frontoffice.case"]))
        logged = desk.log({**values, "outcome": "case", "case": {"type": "problem"}})
        again = self.env["frontoffice.encounter"].browse(logged["encounter_id"])
        self.assertNotEqual(again.case_id, self.case)
        self.assertEqual(again.suggested_case_id, self.case)

    def test_what_became_a_lead_is_no_open_case(self):
        desk = self.env["frontoffice.desk"].with_user(self.agent)
        question = self.case.copy({"subject": "A new heating?", "type": "question", "partner_id": self.customer.id})
        trouble = self.case.copy({"subject": "And it drips", "type": "problem", "partner_id": self.customer.id})
        for case in (question, trouble):
            answer = desk.log({"case_id": case.id, "partner_id": self.customer.id, "outcome": "lead", "note": "Sales"})
        self.assertEqual((question.state, trouble.state), ("resolved", "new"))
        other = self.case.copy({"subject": "And a pump?", "type": "question", "partner_id": self.customer.id})
        answer = desk.log({"case_id": other.id, "partner_id": self.customer.id, "outcome": "lead", "note": "Sales"})
        self.assertEqual(other.state, "resolved")
        desk.undo(answer["token"])
        self.assertEqual(other.state, "new")
