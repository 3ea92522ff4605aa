from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FrontOfficeCase


@tagged("post_install", "-at_install")
class TestCaseGuard(FrontOfficeCase):
    """Two people at one case: told, not locked; drafts stay; the audience is what it says."""

    def setUp(self):
        super().setUp()
        self.case = self._case()
        self.mine, self.hers = self.case.with_user(self.agent), self.case.with_user(self.leader)

    def answer(self, case, body="Hello", **kwargs):
        return case.message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_comment", **kwargs)

    def test_pain_18_the_second_answer_reads_what_happened(self):
        seen = self.mine.presence_here()["seen"]
        self.answer(self.hers, seen=self.hers.presence_here()["seen"])
        self.hers.action_wait_customer()
        self.mine.save_draft("<p>my long answer</p>")
        with self.assertRaises(UserError) as caught:
            self.answer(self.mine, seen=seen)
        sentence = caught.exception.args[0]
        self.assertIn("Grace wrote", sentence)
        self.assertIn("wait for the customer", sentence)
        self.assertEqual(self.mine.load_draft()["body"], "<p>my long answer</p>", "nothing is lost")
        self.answer(self.mine, seen=self.mine.presence_here()["seen"])
        self.assertFalse(self.mine.load_draft(), "sent, so no draft any more")

    def test_pain_18_a_button_on_an_old_form(self):
        seen = self.mine.presence_here()["seen"]
        self.hers.action_take()
        with self.assertRaisesRegex(UserError, "Grace: take"):
            self.mine.action_step("action_resolve", seen)
        self.assertEqual(self.case.state, "open")
        self.mine.action_step("action_resolve", self.mine.presence_here()["seen"])
        self.assertEqual(self.case.state, "resolved")
        for step in ("unlink", "write", "_record"):
            with self.assertRaises(UserError):
                self.mine.action_step(step)

    def test_what_i_did_myself_is_no_collision(self):
        seen = self.mine.presence_here()["seen"]
        self.mine.action_take()
        self.answer(self.mine, seen=seen)
        self.answer(self.mine, seen=seen)

    def test_without_version_nothing_is_refused(self):
        """Mails, imports and other addons post as ever."""
        self.hers.action_take()
        self.answer(self.mine)

    def test_pain_18_drafts_survive_a_new_owner_and_are_private(self):
        self.mine.save_draft("<p>half a sentence</p>")
        self.hers.write({"user_id": self.leader.id})
        self.hers.action_take()
        self.assertEqual(self.mine.load_draft()["body"], "<p>half a sentence</p>")
        self.assertFalse(self.hers.load_draft())
        self.hers.save_draft("<p>hers</p>", "note")
        self.assertEqual(self.mine.load_draft()["kind"], "message")
        draft = self.env["frontoffice.case.draft"].search([("user_id", "=", self.agent.id)])
        self.assertFalse(draft.with_user(self.manager).has_access("read"))
        with self.assertRaises(AccessError):
            self.env["frontoffice.case.draft"].with_user(self.agent).create(
                {"case_id": self.case.id, "user_id": self.manager.id, "body": "x"}
            )
        self.mine.save_draft("<p><br></p>")
        self.assertFalse(self.mine.load_draft())

    def test_pain_18_presence_is_soft(self):
        self.assertEqual(self.mine.presence_here()["others"], [])
        found = self.hers.presence_here(writing=True)
        self.assertEqual([o["name"] for o in found["others"]], ["Priya"])
        others = self.mine.presence_here()["others"]
        self.assertEqual(others, [{"id": self.leader.id, "name": "Grace", "writing": True}])
        self.hers.presence_left()
        self.assertEqual(self.mine.presence_here()["others"], [])
        line = self.env["frontoffice.case.presence"].search([("user_id", "=", self.agent.id)])
        line.seen_at = "2026-01-01 00:00:00"
        self.assertEqual(self.hers.presence_here()["others"], [], "gone without a word, too")
        self.hers.action_take()  # nobody was locked out

    def test_presence_tells_the_others_by_bus(self):
        self.mine.presence_here()
        self.env["bus.bus"].search([]).unlink()
        self.hers.presence_here()
        self.env.cr.precommit.run()
        notes = self.env["bus.bus"].search([]).mapped("message")
        self.assertTrue(any("frontoffice.case/here" in note for note in notes), notes)

    def test_presence_and_drafts_follow_the_rights_on_the_case(self):
        for user in (self.plain, self.portal, self.stranger):
            case = self.case.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            for call in (case.presence_here, case.presence_left, case.load_draft, lambda c=case: c.save_draft("x")):
                with self.assertRaises(AccessError):
                    call()

    def test_pain_20_a_note_never_reaches_the_customer(self):
        self.case.message_subscribe(partner_ids=self.customer.ids)
        note = self.mine.message_post(body="she is difficult", message_type="comment", subtype_xmlid="mail.mt_note")
        self.assertNotIn(self.customer, note.notified_partner_ids)
        with self.assertRaisesRegex(UserError, "Ana Ortiz"):
            self.mine.message_post(
                body="@Ana", message_type="comment", subtype_xmlid="mail.mt_note", partner_ids=self.customer.ids
            )
        with self.assertRaisesRegex(UserError, "Ana Ortiz"):
            self.mine.message_post(body="@Ana", message_type="comment", partner_ids=self.customer.ids)
        with self.assertRaisesRegex(UserError, "Ana Ortiz"):
            self.mine._message_update_content(note, body="@Ana", partner_ids=self.customer.ids)
        self.mine.message_post(
            body="@Grace", message_type="comment", subtype_xmlid="mail.mt_note", partner_ids=self.leader.partner_id.ids
        )
        sent = self.answer(self.mine, partner_ids=self.customer.ids)
        self.assertIn(self.customer, sent.notified_partner_ids)


@tagged("post_install", "-at_install")
class TestSnippet(FrontOfficeCase):
    def setUp(self):
        super().setUp()
        self.Snippet = self.env["frontoffice.snippet"]
        self.Snippet.search([]).active = False
        self.case = self._case()

    def shortcuts(self, case=None):
        found = self.Snippet.with_user(self.agent).for_case((case or self.case).id)
        return [line["shortcut"] for line in found]

    def test_topic_then_team_then_all(self):
        other = self.env["crm.team"].create({"name": "Sales", "is_service": True, "company_id": self.company.id})
        self.Snippet.create([
            {"shortcut": "all", "text": "x"}, {"shortcut": "team", "text": "x", "team_id": self.team.id},
            {"shortcut": "topic", "text": "x", "need_id": self.need.id},
            {"shortcut": "sales", "text": "x", "team_id": other.id},
            {"shortcut": "next_door", "text": "x", "company_id": self.other_company.id},
        ])
        self.assertEqual(self.shortcuts(), ["topic", "team", "all"])

    def test_language_of_the_customer_and_names(self):
        self.env["res.lang"]._activate_lang("es_ES")
        snippet = self.Snippet.create({"shortcut": "late", "text": "Dear {customer}, {case} is late. {me} {odd}"})
        snippet.with_context(lang="es_ES").text = "Hola {customer}: {case}. {me}"
        case = self.case.with_user(self.agent)
        text = self.Snippet.with_user(self.agent).for_case(case.id)[0]["text"]
        self.assertEqual(text, f"Dear Ana Ortiz, {case.name} is late. Priya {{odd}}")
        self.customer.lang = "es_ES"
        text = self.Snippet.with_user(self.agent).for_case(case.id)[0]["text"]
        self.assertEqual(text, f"Hola Ana Ortiz: {case.name}. Priya")

    def test_names_are_words_and_unique(self):
        for wrong in ("two words", "a/b"):
            with self.assertRaises(ValidationError):
                self.Snippet.create({"shortcut": wrong, "text": "x"})
        self.Snippet.create({"shortcut": "late", "text": "x"})
        self.Snippet.create({"shortcut": "late", "text": "x", "team_id": self.team.id})
        with self.assertRaises(IntegrityError), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.Snippet.create({"shortcut": "late", "text": "y"})

    def test_access_by_persona(self):
        snippet = self.Snippet.create({"shortcut": "x", "text": "x", "company_id": self.company.id})
        nobody = dict.fromkeys((self.plain, self.portal, self.stranger), "")
        expected = {self.agent: "r", self.leader: "rw", self.manager: "rw", **nobody}
        for user, rights in expected.items():
            record = snippet.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            self.assertEqual(record.has_access("read"), "r" in rights, user.login)
            self.assertEqual(record.has_access("write"), "w" in rights, user.login)
        snippet.with_user(self.agent).count_use()
        self.assertEqual(snippet.use_count, 1)

    def test_policy_access_by_persona(self):
        policy = self.env["frontoffice.case.policy"].create({"name": "x", "company_id": self.company.id})
        version = policy._current_version()
        nobody = dict.fromkeys((self.plain, self.portal, self.stranger), "")
        rights = {self.agent: "r", self.leader: "r", self.manager: "rw", **nobody}
        for user, allowed in rights.items():
            for record in (policy, version):
                record = record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
                self.assertEqual(record.has_access("read"), "r" in allowed, f"{user.login} {record}")
            own = policy.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            self.assertEqual(own.has_access("write"), "w" in allowed, user.login)
        self.assertFalse(version.with_user(self.manager).has_access("write"))
