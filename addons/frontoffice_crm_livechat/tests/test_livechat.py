from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


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

    def test_the_robot_opens_a_case_with_a_safe_date(self):
        chat, encounter = self._case_by_robot()
        case = encounter.case_id
        self.assertEqual((encounter.handled_by, encounter.channel_id, case.need_id), ("bot", self.entry, self.need))
        self.assertIn("No heat since Monday", case.message_ids[-1].body)
        self.assertEqual(case.partner_id.email, "ana@customer.example")
        said = " ".join(chat.message_ids.mapped("body"))
        self.assertIn(case.name, said)
        self.assertIn("is ready by", said)

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
