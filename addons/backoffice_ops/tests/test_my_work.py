from odoo.tests import tagged
from odoo.tools import mute_logger

from .link_common import TXT, LinkCase


@tagged("post_install", "-at_install")
class TestMyWork(LinkCase):
    """"Work for you": a performer with a portal login."""

    def _open(self, handoff, login, path=""):
        self.authenticate(login, login)
        return self.url_open(f"/my/work/{handoff.id}{path}")

    @mute_logger("odoo.http")
    def _do(self, handoff, login, code, **values):
        page = self._open(handoff, login)
        forms = self._tree(page).xpath(f"//form[input[@name='code' and @value='{code}']]")
        hidden = {field.get("name"): field.get("value") for field in forms[0].xpath("input[@type='hidden']")}
        return self.url_open(f"/my/work/{handoff.id}", data={**hidden, **values})

    def test_list_page_and_steps(self):
        handoff, _token = self._ask()
        self.authenticate("worker", "worker")
        self.assertIn("Pump for the boiler", self.url_open("/my/work").text)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["work_count"]})
        self.assertEqual(counters["work_count"], 1)
        page = self._do(handoff, "worker", "accept")
        self.assertIn("It is yours now", page.text)
        self._do(handoff, "worker", "ready", note="New seal")
        self.assertEqual((handoff.state, handoff.outcome_note), ("delivered", "New seal"))
        self.assertIn("Worker, by link:", handoff.message_ids[0].body)
        links = self.env["backoffice.link"]._of(handoff)
        self.assertEqual(handoff.event_ids[-1:].payload["link"], links[:1].id)
        self.assertEqual(links[:1].partner_id, self.worker.partner_id)

    def test_opening_makes_no_link(self):
        handoff, _token = self._ask()
        self._open(handoff, "worker")
        self.assertEqual(len(self.env["backoffice.link"]._of(handoff)), 1)

    def test_pain_19_nobody_elses_work(self):
        """Another company, a customer and a portal user without a company see nothing, by any way."""
        handoff, _token = self._ask()
        file = self.env["ir.attachment"].create(
            {"name": "plan.txt", "raw": TXT, "res_model": handoff._name, "res_id": handoff.id})
        handoff.performer_file_ids = file
        for login in ("rival", "customer"):
            self.authenticate(login, login)
            self.assertNotIn("Pump for the boiler", self.url_open("/my/work").text)
            counters = self.make_jsonrpc_request("/my/counters", {"counters": ["work_count"]})
            self.assertEqual(counters["work_count"], 0)
            page = self._open(handoff, login)
            self.assertEqual(page.status_code, 404)
            self.assertNotIn("Pump", page.text)
            with mute_logger("odoo.http"):
                self.assertEqual(self._open(handoff, login, f"/file/{file.id}").status_code, 404)
            token = self._tree(self.url_open("/my/account")).xpath("//input[@name='csrf_token']/@value")[:1]
            self.url_open(f"/my/work/{handoff.id}", data={"code": "accept", "csrf_token": token, "nonce": "x"})
            self.assertEqual(handoff.state, "sent")
        self.assertEqual(self._open(handoff, "worker", f"/file/{file.id}").content, TXT)

    def test_a_confidential_request_is_for_the_one_it_is_addressed_to(self):
        self.service.confidential = True
        handoff, _token = self._ask()
        self.assertEqual(self._open(handoff, "worker").status_code, 404)
        handoff.sudo().performer_id = self.worker.partner_id
        self.assertEqual(self._open(handoff, "worker").status_code, 200)

    def test_no_rights_by_the_api(self):
        handoff, _token = self._ask()
        for model in ("backoffice.handoff", "backoffice.link", "backoffice.service"):
            self.assertFalse(self.env[model].with_user(self.worker).has_access("read"), model)
        self.assertFalse(handoff.with_user(self.worker).has_access("write"))

    def test_taken_back(self):
        handoff, _token = self._ask()
        handoff.with_user(self.clerk).action_revoke_link()
        self.assertEqual(self._open(handoff, "worker").status_code, 404)

    def test_pain_20_internal_words_never_leave(self):
        """The performer is outside: not a follower, not a recipient, not an author of the conversation."""
        handoff, token = self._ask()
        handoff.with_user(self.clerk).message_post(body="They are too dear", subtype_xmlid="mail.mt_note")
        self._press(token, "ask", note="Hello")
        self.assertNotIn("too dear", self._get(token).text)
        outside = self.works | self.works.child_ids
        self.assertFalse(handoff.message_partner_ids & outside)
        self.assertFalse((handoff.message_ids.author_id | handoff.message_ids.partner_ids) & outside)
