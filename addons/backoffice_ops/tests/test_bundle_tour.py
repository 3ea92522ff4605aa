from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc


@tagged("post_install", "-at_install", "browser")
class TestBundleTour(BrowserCase):
    """A bundle with a late department, from the desk that asks to the department that gets less time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.data["priya"].group_ids += cls.env.ref("backoffice_ops.group_feature_bundle")
        cls.data["service"].requirement_ids.required = False
        part = {"service_id": cls.data["parts"].id}
        cls.template = cls.env["backoffice.bundle.template"].create({
            "name": "Boiler with loan", "step_ids": [
                Command.create({**part, "name": "Order the boiler", "sequence": 1}),
                Command.create({"service_id": cls.data["service"].id, "name": "Check the credit", "sequence": 2}),
                Command.create({"service_id": cls.data["service"].id, "name": "Bring it", "sequence": 3}),
            ]})
        cls.template.order_text = "3 after 1, 2"
        cls.data["parts"].requirement_ids = [
            Command.create({"name": "urgent", "code": "urgent", "kind": "yes_no", "required": False}),
            Command.create({"name": "colour", "code": "colour", "kind": "choice", "choices": "red\nblue",
                            "required": False}),
        ]

    def test_a_bundle_with_a_late_department(self):
        now = fields.Datetime.now()
        begin = now - timedelta(hours=30)
        with freeze_time(begin):
            promise = wc.promise(self.env, self.data, due_at=now + timedelta(hours=30))
            late = self.env["backoffice.bundle"].with_user(self.data["priya"]).create(
                {"template_id": self.template.id, "promise_id": promise.id})
            late.action_start()
            order, credit, _bring = late.step_ids
            (order | credit).handoff_id.sudo()._record("accepted")
        with freeze_time(begin + timedelta(hours=2)):
            credit.handoff_id.sudo()._record("delivered")
        with freeze_time(now - timedelta(hours=1)):
            order.handoff_id.sudo()._record("delivered")
        self.start_tour("/odoo/my-work", "backoffice_bundle_pane", login="ines")
        self.pictures()
        self.start_tour("/odoo/bundles", "backoffice_bundle_late", login="priya")
        self.assertEqual((late.state, late.step_ids[2].state), ("cancelled", "sent"))
        self.start_tour("/odoo/bundles", "backoffice_bundle_start", login="priya")
        begun = self.env["backoffice.bundle"].search([
            ("state", "=", "running"), ("company_id", "=", self.env.company.id)])
        self.assertEqual(begun.step_ids.mapped("state"), ["sent", "sent", "draft"])

    def test_several_asked_from_a_case(self):
        case = self.data["case"]
        self.data["service"].allow_incomplete = False
        self.data["service"].requirement_ids[0].required = True
        self.start_tour(f"/odoo/frontoffice.case/{case.id}", "backoffice_bundle_ask", login="priya")
        bundle = self.env["backoffice.bundle"].search([("case_id", "=", case.id)])
        self.assertEqual((bundle.name, bundle.user_id), ("Visit missed", self.data["priya"]))
        self.assertEqual(bundle.step_ids.mapped("state"), ["sent", "sent"])
        self.assertEqual(bundle.handoff_ids.case_id, case)
        said = {request.service_id.name: request.answers for request in bundle.handoff_ids}
        self.assertEqual(said, {"Refund": {"invoice": "INV/0417"}, "Spare part": {"urgent": "yes"}})

    def test_pictures_of_the_questions(self):
        """Light, dark and 400 px of what is asked for several request types at once."""
        services = self.data["service"] | self.data["parts"]
        services.requirement_ids.required = True
        ask = self.env["backoffice.bundle.ask"].with_user(self.data["priya"]).create({
            "name": "Visit missed", "service_ids": [Command.set(services.ids)], "case_id": self.data["case"].id,
            "answers": {f"type_{self.data['parts'].id}": {"urgent": "yes"}},
        })
        ready = "document.querySelectorAll('.o_bo_several').length === 2"
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280), ("phone", False, 400)):
            url = f"/odoo/backoffice.bundle.ask/{ask.id}"
            path = self.screenshot(f"bundle-ask-{name}", url, "priya", width, 1000, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)

    def pictures(self):
        """Light, dark and 400 px of the bundle, the promise and the pane."""
        bundle = self.env["backoffice.bundle"].search([("template_id", "=", self.template.id)], limit=1)
        ready = "document.querySelector('.o_bo_gantt_bar') !== null"
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280), ("phone", False, 400)):
            path = self.screenshot(f"bundle-{name}", f"/odoo/bundles/{bundle.id}", "priya", width, 900, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)
        url = f"/odoo/frontoffice.promise/{bundle.promise_id.id}"
        path = self.screenshot("relay-promise", url, "priya", 1280, 900, False,
                               "document.querySelector('.o_bo_relay') !== null")
        self.assertGreater(path.stat().st_size, 3000)
        path = self.screenshot("relay-pane-phone", "/odoo/my-work", "ines", 400, 900, True,
                               "document.querySelector('.o_bo_work_row') !== null")
        self.assertGreater(path.stat().st_size, 3000)
