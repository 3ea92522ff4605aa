from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import format_datetime


@tagged("post_install", "-at_install")
class TestLivechat(HttpCase):
    """The visitor's own requests against the shipped robot: topic, questions, case or person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.script = ref("frontoffice_crm_livechat.chatbot_service")
        cls.problem = ref("frontoffice_crm_livechat.chatbot_answer_problem")
        cls.standard = cls.env["frontoffice.promise.standard"].create({"name": "Engineer visit", "hours": 16})
        cls.need = cls.env["frontoffice.need"].create({"name": "Boiler stopped", "standard_id": cls.standard.id})
        cls.problem.service_need_id = cls.need
        cls.operator = new_test_user(
            cls.env, "olga.operator", "im_livechat.im_livechat_group_user,frontoffice_crm.group_agent"
        )
        cls.livechat = cls.env["im_livechat.channel"].create({
            "name": "Web page", "user_ids": [Command.set(cls.operator.ids)],
            "rule_ids": [Command.create({"chatbot_script_id": cls.script.id})],
        })
        cls.entry = cls.env["frontoffice.channel"].create({
            "name": "Chat", "kind": "chat", "livechat_channel_id": cls.livechat.id,
        })

    def _open(self):
        self.authenticate(None, None)
        data = self.make_jsonrpc_request("/im_livechat/get_session", {
            "chatbot_script_id": self.script.id, "channel_id": self.livechat.id,
        })
        return self.env["discuss.channel"].browse(data["channel_id"])

    def _say(self, chat, body, answer=None, email=False):
        data = self.make_jsonrpc_request("/mail/message/post", {
            "thread_model": "discuss.channel", "thread_id": chat.id,
            "post_data": {"body": body, "message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
        })
        if email:
            self.make_jsonrpc_request("/chatbot/step/validate_email", {"channel_id": chat.id})
        if answer:
            self.make_jsonrpc_request("/chatbot/answer/save", {
                "channel_id": chat.id, "message_id": data["message_id"], "selected_answer_id": answer.id,
            })
        self.make_jsonrpc_request("/chatbot/step/trigger", {"channel_id": chat.id})

    def _case_by_robot(self):
        chat = self._open()
        self._say(chat, self.problem.name, self.problem)
        self._say(chat, "No heat since Monday, pressure 0.4")
        self._say(chat, "ana@customer.example", email=True)
        return chat, self.env["frontoffice.encounter"].search([("discuss_channel_id", "=", chat.id)])

    def _said(self, chat):
        return " ".join(str(body) for body in chat.message_ids.mapped("body"))

    def test_the_robot_offers_what_customers_may_read(self):
        """Before it asks who somebody is; never what is not meant for customers, and as words, not markup."""
        company = self.env.company
        self.env["frontoffice.snippet"].create([
            {"shortcut": "press", "is_public": True, "question": "The pressure is at 0.4, what now?",
             "text": "Fill up <b>slowly</b>.\nStop at 1.5 bar.", "company_id": company.id},
            {"shortcut": "inner", "question": "The pressure is at 0.4, what now?", "text": "SECRET",
             "company_id": company.id},
        ])
        chat = self._open()
        self._say(chat, self.problem.name, self.problem)
        self.assertNotIn("Perhaps this helps", self._said(chat))
        self._say(chat, "No heat since Monday, pressure 0.4")
        said = self._said(chat)
        answer = "Fill up &lt;b&gt;slowly&lt;/b&gt;.<br>Stop at 1.5 bar."
        for words in ("Perhaps this helps", answer, "Where do we reach you"):
            self.assertIn(words, said)
        self.assertNotIn("SECRET", said)
        self._say(chat, "ana@customer.example", email=True)
        self.assertTrue(self.env["frontoffice.encounter"].search([("discuss_channel_id", "=", chat.id)]).case_id)

    def test_the_robot_offers_nothing_that_does_not_fit(self):
        self.env["frontoffice.snippet"].create({
            "shortcut": "hours", "is_public": True, "question": "When are you open?", "text": "From eight to five.",
        })
        chat, encounter = self._case_by_robot()
        self.assertNotIn("Perhaps this helps", self._said(chat))
        self.assertTrue(encounter.case_id)

    def test_the_robot_opens_a_case_with_a_safe_date(self):
        chat, encounter = self._case_by_robot()
        case = encounter.case_id
        self.assertEqual((encounter.handled_by, encounter.channel_id, case.need_id), ("bot", self.entry, self.need))
        self.assertIn("No heat since Monday", case.message_ids[-1].body)
        self.assertEqual(case.partner_id.email, "ana@customer.example")
        said = " ".join(chat.message_ids.mapped("body"))
        self.assertIn(case.name, said)
        self.assertIn("is ready by", said)

    def test_what_the_robot_says_is_a_promise(self):
        before = fields.Datetime.now()
        chat, encounter = self._case_by_robot()
        promise = self.env["frontoffice.promise"].search([
            ("case_id", "=", encounter.case_id.id), ("origin_kind", "=", "person"),
        ])
        self.assertEqual(
            (promise.standard_id, promise.encounter_id, promise.partner_id, promise.state, promise.company_id),
            (self.standard, encounter, encounter.case_id.partner_id, "made", encounter.company_id),
        )
        self.assertGreaterEqual(promise.due_at, self.standard._safe(encounter.company_id, at=before)["due_at"])
        self.assertTrue(self.standard._judge(promise.due_at, at=before)["safe"])
        zone = self.standard._calendar(encounter.company_id).tz
        when = format_datetime(self.env, promise.due_at, tz=zone, dt_format="EEEE d MMMM, HH:mm", lang_code="en_US")
        self.assertIn(when, " ".join(chat.message_ids.mapped("body")), "the date said is the date promised")

    def test_the_same_problem_again_is_no_second_promise(self):
        _chat, encounter = self._case_by_robot()
        step = self.script.script_step_ids.filtered(lambda s: s.step_type == "service_case")
        known = step._service_promise(encounter)
        self.assertTrue(known)
        self.assertEqual(step._service_promise(encounter), known)
        self.need.standard_id = False
        self.assertFalse(step._service_promise(encounter), "a topic without a usual promise promises nothing")

    def test_who_takes_over_reads_topic_question_and_answer(self):
        chat, encounter = self._case_by_robot()
        self.env["mail.presence"]._update_presence(self.operator)
        told = []

        def tell(user, channel, body):
            told.append((user, channel, str(body)))

        self.make_jsonrpc_request("/chatbot/step/trigger", {"channel_id": chat.id})  # on to its last question
        yes = self.env.ref("frontoffice_crm_livechat.chatbot_answer_now")
        with patch.object(self.registry["res.users"], "_bus_send_transient_message", tell):
            self._say(chat, yes.name, yes)
        self.assertEqual(chat.livechat_operator_id, self.operator.partner_id)
        [(user, channel, body)] = told
        self.assertEqual((user, channel), (self.operator, chat))
        for words in ("Boiler stopped", "No heat since Monday, pressure 0.4", "ana@customer.example"):
            self.assertIn(words, body)
        self.assertIn(encounter.case_id.name, body)
        said = " ".join(chat.with_user(self.operator).message_ids.mapped("body"))
        self.assertIn("No heat since Monday", said, "and the chat itself, with her own rights")

    def test_a_person_is_fetched_at_once_when_asked_for(self):
        self.env["mail.presence"]._update_presence(self.operator)
        chat = self._open()
        person = self.env.ref("frontoffice_crm_livechat.chatbot_answer_person")
        self._say(chat, person.name, person)
        self.assertEqual(chat.livechat_operator_id, self.operator.partner_id)

    def test_nobody_is_free(self):
        chat = self._open()
        person = self.env.ref("frontoffice_crm_livechat.chatbot_answer_person")
        self._say(chat, person.name, person)
        self.make_jsonrpc_request("/chatbot/step/trigger", {"channel_id": chat.id})
        self.assertIn("Nobody is free right now", chat.message_ids[0].body)

    def test_the_end_of_a_chat_makes_no_second_interaction(self):
        chat, encounter = self._case_by_robot()
        chat._close_livechat_session()
        self.assertTrue(encounter.ended_at)
        self.assertEqual(self.env["frontoffice.encounter"].search_count([("discuss_channel_id", "=", chat.id)]), 1)

    def test_a_chat_in_which_nothing_was_said_is_none(self):
        chat = self._open()
        chat._close_livechat_session()
        self.assertFalse(self.env["frontoffice.encounter"].search([("discuss_channel_id", "=", chat.id)]))

    def test_a_visitor_who_leaves_the_robot_was_served_by_it(self):
        chat = self._open()
        self._say(chat, self.problem.name, self.problem)
        chat._close_livechat_session()
        encounter = self.env["frontoffice.encounter"].search([("discuss_channel_id", "=", chat.id)])
        self.assertEqual((encounter.handled_by, encounter.need_id, encounter.case_id.id), ("bot", self.need, False))

    def test_a_person_who_answers_is_the_colleague(self):
        self.livechat.rule_ids.unlink()
        self.env["mail.presence"]._update_presence(self.operator)
        self.authenticate(None, None)
        data = self.make_jsonrpc_request("/im_livechat/get_session", {"channel_id": self.livechat.id})
        chat = self.env["discuss.channel"].browse(data["channel_id"])
        self.make_jsonrpc_request("/mail/message/post", {
            "thread_model": "discuss.channel", "thread_id": chat.id,
            "post_data": {"body": "Hello?", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"},
        })
        chat.with_user(self.operator).message_post(
            body="Good morning", message_type="comment", subtype_xmlid="mail.mt_comment")
        chat._close_livechat_session()
        encounter = self.env["frontoffice.encounter"].search([("discuss_channel_id", "=", chat.id)])
        self.assertEqual((encounter.handled_by, encounter.user_id, encounter.state), ("human", self.operator, "done"))
        self.assertTrue(encounter.first_response_at >= encounter.arrived_at)
