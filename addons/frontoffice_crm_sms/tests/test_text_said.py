from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase
from odoo.addons.frontoffice_crm.tests.desk_common import DeskMixin
from odoo.addons.sms.tests.common import MockSMS

NUMBER = "+491512201845"


class TextMixin(DeskMixin):
    @classmethod
    def _set_up_texts(cls):
        cls._set_up_desk()
        cls.env.company.desk_texts = True
        cls.ana.country_id = cls.env.ref("base.de")

    def _text(self, **values):
        done = self._log(
            outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)},
            need_confirmed=True, text=True, **values,
        )
        encounter = self.env["frontoffice.encounter"].browse(done["encounter_id"])
        return done, encounter, (encounter.case_id or encounter.partner_id).message_ids.filtered(
            lambda message: message.message_type == "sms"
        )

    def _held(self, message):
        return self.env["mail.message.schedule"].sudo().search([("mail_message_id", "in", message.ids)])


@tagged("post_install", "-at_install")
class TestTextSaid(TextMixin, MockSMS):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_texts()

    def _later(self):
        """The hold is over: stock's two crons do their work against a provider that answers."""
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)), self.mockSMSGateway():
            self.env["mail.message.schedule"].sudo()._send_notifications_cron()
            queued = self.env["sms.sms"].sudo().search([("state", "=", "outgoing")])
            queued.send(unlink_sent=False)
            return queued, list(self._sms)

    def test_one_click_texts_it(self):
        done, encounter, message = self._text()
        self.assertEqual(encounter.texted_to, NUMBER)
        self.assertIn("Our engineer comes by", encounter.said_back)
        self.assertEqual((message.model, message.res_id), ("frontoffice.case", done["case"]["id"]))
        self.assertTrue(self._held(message), "held back while it can be undone")
        self.assertFalse(self.env["sms.sms"].search([("mail_message_id", "=", message.id)]))
        self.assertFalse(encounter.said_at, "no mail: nobody asked for one")
        queued, sent = self._later()
        self.assertEqual([(sms["number"], sms["body"]) for sms in sent], [
            (NUMBER, f"{encounter.said_back} {self.env.company.name}")])
        self.assertEqual(queued.mail_message_id, message, "its delivery shows in the history of the case")

    def test_undo_takes_it_back(self):
        done, encounter, message = self._text()
        self.desk.undo(done["token"])
        self.assertFalse(message.exists() or encounter.exists())
        self.assertEqual(self._later()[1], [], "nothing left")

    def test_beside_the_mail(self):
        encounter = self._text(send=True)[1]
        self.assertEqual((encounter.said_to, encounter.texted_to), ("ana@example.com", NUMBER))

    def test_never_twice(self):
        encounter = self._text()[1]
        with self.assertRaisesRegex(UserError, f"already texted to \\{NUMBER}"):
            encounter.with_user(self.priya).action_text_said()

    def test_later_from_the_interaction(self):
        encounter = self.env["frontoffice.encounter"].browse(self._log(need_confirmed=True)["encounter_id"])
        self.assertTrue(encounter.can_text)
        encounter.with_user(self.priya).action_text_said()
        self.assertFalse(encounter.can_text)
        self.assertEqual((encounter.case_id.id, encounter.texted_to), (False, NUMBER))
        text = self.ana.message_ids.filtered(lambda message: message.message_type == "sms")
        self.assertEqual(len(text), 1, "without a case it is kept with the contact")

    def test_words_that_say_what_to_do(self):
        self.ana.phone = "none"
        with self.assertRaisesRegex(UserError, "no telephone number"):
            self._text()
        with self.assertRaisesRegex(UserError, "Say who it is first"):
            self.desk.log({"need_id": self.boiler.id, "text": True})
        self.env.company.desk_texts = False
        with self.assertRaisesRegex(UserError, "turned off"):
            self._text()
        self.assertFalse(self.desk.open()["texts"])

    def test_a_new_caller_gets_it_at_the_number_given(self):
        encounter = self._text(partner_id=False, new={"name": "Tom Reed", "phone": "+49 151 2201846"})[1]
        self.assertEqual(encounter.texted_to, "+491512201846")

    def test_another_person_cannot_text(self):
        """A colleague without the Front Office, and a portal customer, are refused by the interaction itself."""
        encounter = self.env["frontoffice.encounter"].browse(self._log(need_confirmed=True)["encounter_id"])
        for user in (self.lukas, self.env.ref("base.public_user")):
            with self.subTest(user.login), self.assertRaises(UserError):  # AccessError is one
                encounter.with_user(user).action_text_said()
        self.assertFalse(encounter.texted_at)

    def _rows_with_the_number(self):
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT 'sent', count(*) FROM sms_sms WHERE number = %(number)s
            UNION ALL SELECT 'told', count(*) FROM mail_notification WHERE sms_number = %(number)s
            UNION ALL SELECT 'held', count(*) FROM mail_message_schedule WHERE notification_parameters LIKE %(like)s
            UNION ALL SELECT 'noted', count(*) FROM frontoffice_encounter WHERE texted_to = %(number)s
        """, {"number": NUMBER, "like": f"%{NUMBER}%"})
        return {name for name, count in self.env.cr.fetchall() if count}

    def test_the_number_is_erased_with_the_person(self):
        self._text()
        self._later()
        self._text(need_id=self.bill.id)
        self.assertEqual(self._rows_with_the_number(), {"sent", "told", "held", "noted"})
        manager = new_test_user(self.env, "text_manager", groups="frontoffice_crm.group_manager")
        wizard = self.env["frontoffice.personal.wizard"].with_user(manager).create({
            "partner_id": self.ana.id, "confirm": "ERASE",
        })
        wizard.action_erase()
        self.assertEqual(self._rows_with_the_number(), set())
        self.assertEqual(self._later()[1], [], "and what was held back does not leave")


@tagged("post_install", "-at_install", "browser")
class TestTextTour(TextMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_texts()
        cls.priya.password = "desk_priya"
        cls.ana.email = False

    def test_text_it(self):
        self.start_tour("/odoo/front-desk", "frontoffice_crm_sms.text", login="desk_priya")
        encounter = self.env["frontoffice.encounter"].search([("partner_id", "=", self.ana.id)])
        self.assertEqual(encounter.texted_to, NUMBER)

    def test_pictures(self):
        looks = (("light", "1366x768", "light"), ("dark", "1366x768", "dark"), ("phone", "400x800", "light"))
        for name, self.browser_size, scheme in looks:
            path = self.start_tour_and_capture(
                "/odoo/front-desk", "frontoffice_crm_sms.pressed", f"desk-text-{name}", login="desk_priya",
                cookies={"color_scheme": scheme})
            self.assertGreater(path.stat().st_size, 10_000, name)
