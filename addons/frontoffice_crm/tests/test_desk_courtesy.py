from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .desk_common import DeskMixin


class CourtesyCase(DeskMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.omar = new_test_user(cls.env, "desk_omar", groups="frontoffice_crm.group_agent", name="Omar Haddad")

    def _encounter(self, done):
        return self.env["frontoffice.encounter"].browse(done["encounter_id"])


@tagged("post_install", "-at_install")
class TestDeskWho(CourtesyCase):
    def _ids(self, term):
        return [hit["id"] for hit in self.desk.find(term)]

    def test_find_by_further_numbers_and_addresses(self):
        self.env["frontoffice.contact.point"].create([
            {"partner_id": self.ana.id, "kind": "phone", "value": "+49 30 5551234"},
            {"partner_id": self.ana.id, "kind": "email", "value": "accounts@ortiz.example"},
        ])
        for term in ("030 555", "5551234", "+49 30 555", "accounts@ort", "(0)30/555"):
            with self.subTest(term):
                self.assertIn(self.ana.id, self._ids(term))
        self.assertEqual(self.desk.find("5551234")[0]["phone"], "+49 30 5551234")

    def test_find_by_words_in_any_order(self):
        for term in ("ortiz ana", "an or", "ana ort", "rtiz"):
            with self.subTest(term):
                self.assertIn(self.ana.id, self._ids(term))

    def test_find_by_tax_number(self):
        dental = self.env["res.partner"].create({"name": "Dental", "vat": "BE0477472701", "is_company": True})
        self.assertIn(dental.id, self._ids("BE0477"))
        self.assertIn(dental.id, self._ids("0477 472"))

    def test_what_people_type_is_no_pattern(self):
        self.assertFalse(self._ids("%%"))
        self.assertFalse(self._ids("___"))
        odd = self.env["res.partner"].create({"name": "50% Off_Shop"})
        self.assertEqual(self._ids("off_"), odd.ids)

    def test_whoever_begins_so_comes_first(self):
        self.env["res.partner"].create([{"name": f"Mortimer {n}"} for n in range(12)])
        self.assertEqual(self.desk.find("ort")[0]["id"], self.ana.id)

    def test_sources_can_be_added(self):
        source = type(self.env["frontoffice.desk"])
        hit = self.desk._hit(self.ana, found={"model": "sale.order", "id": 7, "number": "S00007", "subject": "Boiler"})
        self.patch(source, "_find_sources", lambda desk: ["_find_case_hits", "_find_test_hits"])
        source._find_test_hits = lambda desk, term: [hit] if term == "S00007" else []
        self.addCleanup(delattr, source, "_find_test_hits")
        found = self.desk.find("S00007")
        self.assertEqual((found[0]["id"], found[0]["found"]["number"]), (self.ana.id, "S00007"))

    def test_likely_duplicates_are_offered(self):
        why = {
            "name": {"name": "Anna Ortiz"}, "phone": {"name": "X", "phone": "0049 151 2201845"},
            "email": {"email": "ANA@example.com"},
        }
        for reason, new in why.items():
            with self.subTest(reason):
                found = self.desk.similar(new)
                self.assertEqual((found[0]["id"], found[0]["why"]), (self.ana.id, reason))
        self.assertFalse(self.desk.similar({"name": "Zoë"}))
        self.assertFalse(self.desk.similar({"name": "Lukas Brandt"}), "no colleagues")

    def test_pain_19_other_peoples_customers_stay_theirs(self):
        """Side panels and suggestions show nobody of a company one does not work for."""
        sister = self.env["res.company"].create({"name": "Sister"})
        theirs = self.env["res.partner"].create({
            "name": "Ana Ortiz", "company_id": sister.id, "phone": "+49 30 7771234", "email": "their@example.com",
        })
        self.env["frontoffice.contact.point"].create({
            "partner_id": theirs.id, "kind": "phone", "value": "+49 30 7775678",
        })
        self.assertNotIn(theirs.id, [hit["id"] for hit in self.desk.similar({"name": "Ana Ortiz"})])
        for term in ("030 7771234", "030 7775678", "their@", "ana ortiz"):
            self.assertNotIn(theirs.id, self._ids(term), term)
        self.assertFalse(self.desk.caller("030 7775678")["hits"])
        with self.assertRaises(AccessError):
            self.desk.customer(theirs.id)

    def test_courtesy_at_a_glance(self):
        self.ana.preferred_name = "Mrs Ortiz"
        self.env["frontoffice.contact.point"].create({
            "partner_id": self.ana.id, "kind": "phone", "value": "030 555", "label": "Office",
        })
        who = self.desk.customer(self.ana.id)
        self.assertEqual(who["called"], "Mrs Ortiz")
        self.assertRegex(who["greeting"], r"^Good (morning|afternoon|evening), Mrs Ortiz$")
        self.assertEqual([n["label"] for n in who["numbers"]], ["", "Office"])

    def test_goodwill_is_a_line_of_complaints_alone(self):
        self.assertIsNone(self.desk.goodwill({"partner_id": self.ana.id, "case": {"type": "complaint"}}))
        self.priya.group_ids += self.env.ref("frontoffice_crm.group_feature_goodwill")
        self.patch(type(self.env["frontoffice.desk"]), "_goodwill_line", lambda desk, case: "up to 60")
        self.assertEqual(self.desk.goodwill({"case": {"type": "complaint"}}), "up to 60")
        self.assertIsNone(self.desk.goodwill({"case": {"type": "question"}}))

    def test_topics_from_words_and_history(self):
        twin = self.env["frontoffice.need"].create({"name": "Boiler contract", "keywords": "boiler"})
        self.boiler.keywords = "boiler"
        self.assertEqual(self.desk.topics("the boiler", self.ana.id)[0]["id"], min(self.boiler.id, twin.id))
        self._log(need_id=twin.id)
        first = self.desk.topics("the boiler", self.ana.id)[0]
        self.assertEqual((first["id"], first["asked"], first["sure"]), (twin.id, 1, True))
        self.assertEqual(self.desk.topics("", self.ana.id)[0]["id"], twin.id)


@tagged("post_install", "-at_install")
class TestDeskSaidBack(CourtesyCase):
    def _send(self, **values):
        done = self._log(
            outcome="case", promise={"standard_id": self.visit.id, "due_at": self._in(days=9)},
            need_confirmed=True, send=True, **values,
        )
        encounter = self._encounter(done)
        mail = self.env["mail.mail"].search([("model", "=", "frontoffice.case")], order="id desc", limit=1)
        return done, encounter, mail

    def test_one_click_mails_it(self):
        done, encounter, mail = self._send()
        self.assertEqual((encounter.said_to, mail.email_to), ("ana@example.com", "ana@example.com"))
        self.assertIn("Our engineer comes by", encounter.said_back)
        self.assertIn("Our engineer comes by", mail.body_html)
        self.assertEqual(mail.res_id, done["case"]["id"], "kept with the case")
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers)
        self.assertEqual(mail.state, "outgoing")
        self.assertTrue(mail.scheduled_date, "held back while it can be undone")

    def test_never_twice(self):
        encounter = self._send()[1]
        with self.assertRaisesRegex(UserError, "already sent to ana@example.com"):
            encounter.with_user(self.priya).action_send_said()

    def test_undo_takes_the_mail_back(self):
        done, encounter, mail = self._send()
        self.desk.undo(done["token"])
        self.assertFalse(mail.exists())
        self.assertFalse(encounter.exists())

    def test_only_with_an_address(self):
        self.ana.email = False
        with self.assertRaisesRegex(UserError, "Copy the sentence"):
            self._log(send=True)
        self.env["frontoffice.contact.point"].create({
            "partner_id": self.ana.id, "kind": "email", "value": "home@ortiz.example",
        })
        self.assertEqual(self._send()[1].said_to, "home@ortiz.example")

    def test_later_from_the_interaction(self):
        encounter = self._encounter(self._log(need_confirmed=True))
        self.assertTrue(encounter.said_back)
        encounter.with_user(self.priya).action_send_said()
        self.assertEqual(encounter.said_to, "ana@example.com")
        nothing = self._encounter(self._log())
        with self.assertRaisesRegex(UserError, "Nothing was said"):
            nothing.with_user(self.priya).action_send_said()

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.ana.lang = "es_ES"
        template = self.env.ref("frontoffice_crm.mail_template_said")
        template.with_context(lang="es_ES").subject = "lo acordado"
        self.patch(
            type(self.env["frontoffice.desk"]), "_spoken_language", lambda desk, partner: partner.lang or "en_US"
        )
        self.assertEqual(self._send()[2].subject, "lo acordado")

    def test_a_new_caller_gets_it_at_the_address_given(self):
        done = self._log(partner_id=False, new={"name": "Tom Reed", "email": "tom@example.com"}, send=True)
        self.assertEqual(self._encounter(done).said_to, "tom@example.com")


@tagged("post_install", "-at_install")
class TestDeskRemind(CourtesyCase):
    def test_remind_me(self):
        done = self._log(outcome="case", remind={"at": self._in(days=2)})
        to_do = self.env["mail.activity"].search([("user_id", "=", self.priya.id)])
        self.assertEqual((to_do.res_model, to_do.res_id), ("frontoffice.case", done["case"]["id"]))
        self.assertEqual(to_do.summary, "Ana Ortiz · Boiler stopped")
        self.desk.undo(done["token"])
        self.assertFalse(to_do.exists())

    def test_remind_me_without_a_case(self):
        self._log(remind={"at": self._in(days=1)}, note="ask about the garden")
        to_do = self.env["mail.activity"].search([("user_id", "=", self.priya.id)])
        self.assertIn("garden", to_do.note)

    def test_when_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "Remind you when"):
            self._log(remind={"at": False})
        with self.assertRaisesRegex(UserError, "already passed"):
            self._log(remind={"at": self._in(days=-2)})
