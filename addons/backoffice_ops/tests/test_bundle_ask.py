import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestBundleAsk(BackOfficeCase):
    """Asking several departments asks the questions of each request type, before anything is made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refund.requirement_ids = [
            Command.create({"name": "Amount", "code": "amount", "kind": "amount"}),
            Command.create({"name": "Why so much?", "code": "why", "when_item": "amount", "when_operator": "above",
                            "when_value": "500"}),
            Command.create({"name": "Picture", "code": "picture", "kind": "file", "required": False}),
        ]
        cls.case = cls._case(cls, subject="No heat")

    def _wizard(self, *services, template=None):
        """The form as the agent opens it from the case."""
        action = self.case.with_user(self.agent).action_bundle()
        form = Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]))
        if template:
            form.template_id = template
        for service in services:
            form.service_ids.add(service)
        return form

    def _made(self):
        return (
            self.env["backoffice.bundle"].search_count([("case_id", "=", self.case.id)]),
            self.env["backoffice.handoff"].search_count([("case_id", "=", self.case.id)]),
        )

    def _opened(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_each_type_asks_its_questions(self):
        form = self._wizard(self.service, self.refund)
        asked = {step["key"]: step for step in form.asked}
        self.assertEqual(list(asked), [f"type_{self.service.id}", f"type_{self.refund.id}"])
        refund = asked[f"type_{self.refund.id}"]
        self.assertEqual((refund["name"], refund["department"]), ("Refund", "Finance"))
        self.assertEqual(refund["questions"], self.refund._questions(), "the same as of a single request")
        self.service.requirement_ids.unlink()
        self.assertEqual([step["name"] for step in self._wizard(self.service, self.refund).asked], ["Refund"])

    def test_nothing_is_made_while_something_is_missing(self):
        ask = self._wizard(self.service, self.refund).save()
        with self.assertRaises(UserError) as refused:
            ask.action_ask()
        for words in ("Parts cannot start without: Serial number", "Finance cannot start without: Amount"):
            self.assertIn(words, str(refused.exception), "all of it at once")
        ask.answers = {f"type_{self.service.id}": {"serial": "4711"}, f"type_{self.refund.id}": {"amount": "600"}}
        with self.assertRaisesRegex(UserError, "^Finance cannot start without: Why so much"):
            ask.action_ask()
        ask.answers = {**ask.answers, f"type_{self.refund.id}": {"amount": "a lot"}}
        with self.assertRaisesRegex(UserError, "“Amount” has to be an amount"):
            ask.action_ask()
        self.assertEqual(self._made(), (0, 0))
        self.refund.allow_incomplete = True
        ask.answers = {**ask.answers, f"type_{self.refund.id}": {}}
        self.assertEqual(self._opened(ask.action_ask()).step_ids.mapped("state"), ["sent", "sent"])

    def test_answers_land_on_the_requests(self):
        ask = self._wizard(self.service, self.refund).save()
        ask.answers = {
            f"type_{self.service.id}": {"serial": "4711", "left_over": "of another choice"},
            f"type_{self.refund.id}": {"amount": "120"}, "type_0": {"amount": "1"},
        }
        bundle = self._opened(ask.action_ask())
        self.assertEqual(bundle.handoff_ids.sorted("id").mapped("answers"), [{"serial": "4711"}, {"amount": "120"}])
        self.assertEqual(bundle.step_ids.mapped("state"), ["sent", "sent"])
        self.assertFalse(any(bundle.step_ids.mapped("answers")), "said once, kept once")
        self.assertTrue(all(bundle.handoff_ids.mapped("required_ok_at_send")))

    def test_a_template_asks_for_each_step(self):
        """The same request type twice in one template: each step has answers of its own."""
        template = self.env["backoffice.bundle.template"].create({
            "name": "Two pumps", "company_id": self.company.id, "step_ids": [
                Command.create({"service_id": self.service.id, "name": name}) for name in ("First", "Second")
            ]})
        template.order_text = "2 after 1"
        form = self._wizard(template=template)
        first, second = (step["key"] for step in form.asked)
        ask = form.save()
        ask.answers = {first: {"serial": "1"}}
        with self.assertRaisesRegex(UserError, "Serial number"):
            ask.action_ask()
        ask.answers = {first: {"serial": "1"}, second: {"serial": "2"}}
        steps = self._opened(ask.action_ask()).step_ids
        self.assertEqual(steps.handoff_id.mapped("answers"), [{"serial": "1"}, {"serial": "2"}])
        self.assertEqual(steps.mapped("state"), ["sent", "draft"])

    def test_a_draft_keeps_what_was_said(self):
        """Whoever arranges the steps first may leave something open; another type forgets the old answers."""
        ask = self._wizard(self.service, self.refund).save()
        ask.answers = {f"type_{self.service.id}": {"serial": "4711"}, f"type_{self.refund.id}": {"amount": "5"}}
        bundle = self._opened(ask.action_arrange()).with_user(self.agent)
        order, pay = bundle.step_ids
        self.assertEqual((bundle.state, order.answers, pay.answers), ("draft", {"serial": "4711"}, {"amount": "5"}))
        pay.service_id = self.service
        self.assertFalse(pay.answers)
        bundle.action_start()
        self.assertEqual(bundle.step_ids.mapped("state"), ["sent", "draft"])
        self.assertEqual(order.handoff_id.answers, {"serial": "4711"})

    def test_files_become_those_of_the_request(self):
        Handoff = self.env["backoffice.handoff"].with_user(self.agent)
        kept = Handoff.keep_file("pump.txt", base64.b64encode(b"the pump").decode())["id"]
        ask = self._wizard(self.refund).save()
        ask.answers = {f"type_{self.refund.id}": {"amount": "5", "picture": [kept]}}
        request = self._opened(ask.action_ask()).handoff_ids
        file = self.env["ir.attachment"].browse(kept)
        self.assertEqual((file.res_model, file.res_id), ("backoffice.handoff", request.id))

    def test_personal_data_of_a_draft_goes(self):
        data = self.env["frontoffice.personal"]._personal_data()
        line = next(d for d in data if d["model"] == "backoffice.bundle.step")
        self.assertIn("answers", line["blank"])
