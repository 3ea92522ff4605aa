import re
import time
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase, capture

from . import work_common as wc

PRESS = "document.querySelector('form:has(input[value=approve]) button[type=submit]').click()"
WHERE = "document.readyState + location.search"


@tagged("post_install", "-at_install", "browser")
class TestApprovalTour(BrowserCase):
    """A refund of 1,500: the head agrees by mail, the manager in My work, then finance is ready."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        head = wc.person(cls.env, "Tomas", "tomas", ("base.group_user", "backoffice_ops.group_clerk"))
        vera = wc.person(cls.env, "Vera", "vera")
        cls.data |= {"tomas": head, "vera": vera}
        cls.env["backoffice.member"].create({
            "user_id": head.id, "department_id": cls.data["department"].id, "role": "head",
        })
        cls.data["service"].approval_step_ids = [
            Command.create({"name": "Budget", "who": "head", "sequence": 1, "by_mail": True}),
            Command.create({
                "name": "Large sum", "who": "person", "user_id": vera.id, "sequence": 2, "amount_from": 1000,
            }),
        ]

    def _asked(self, **values):
        return wc.ask(self.env, self.data, **{
            "subject": "Refund 1,500", "amount": 1500, "note": "Three visits missed",
            "currency_id": self.env.company.currency_id.id, **values,
        })

    def _press(self, page):
        """Press "Approve" on the page, wait for the answer, take a picture of it."""
        def press(browser, *_args, **_kwargs):
            browser._websocket_request("Runtime.evaluate", params={"expression": PRESS})
            for _try in range(100):
                time.sleep(0.1)
                answer = browser._websocket_request("Runtime.evaluate", params={"expression": WHERE})
                if answer["result"].get("value") == "complete?done=approve":
                    return capture(browser, "approval-by-mail-after")
            raise AssertionError("the page did not go on")

        with patch.object(ChromeBrowser, "_wait_code_ok", press):
            self.browser_js(page, "", "document.querySelector('form') !== null", login=None)

    def _link(self):
        """Address of the page in the mail that Tomas got."""
        self.env["backoffice.post"].search([]).write({"deliver_at": fields.Datetime.now()})
        self.env["backoffice.post"]._deliver()
        tomas = self.data["tomas"].partner_id
        mail = self.env["mail.mail"].search([("recipient_ids", "=", tomas.id)], order="id desc", limit=1)
        return re.search(r"/service/work/[\w-]+", str(mail.body_html)).group(0)

    def test_an_approval_by_mail(self):
        request = self._asked()
        page = self._link()
        picture = self.screenshot("approval-by-mail", page, None, ready="document.querySelector('form') !== null")
        self.assertGreater(picture.stat().st_size, 3000)
        self.screenshot("approval-by-mail-phone", page, None, 400, 800, ready="document.querySelector('form') !== null")
        self._press(page)
        first, second = request.sudo().approval_ids.sorted("position")
        self.assertEqual((first.state, first.seat_ids.via, second.state), ("approved", "mail", "asked"))
        request.with_user(self.data["ines"]).action_accept()
        self.start_tour("/odoo/my-work", "backoffice_decide", login="vera")
        self.assertEqual((second.state, second.seat_ids.note), ("approved", "Fair"))
        self.start_tour("/odoo/my-work", "backoffice_decided_ready", login="ines")
        self.assertEqual(request.state, "delivered")

    def test_pictures(self):
        requests = self._asked(), self._asked(subject="Refund 2,300 Brandt")
        for request in requests:
            first = request.sudo().approval_ids.sorted("position")[0]
            first.with_user(self.data["tomas"])._decide("approve", "Within budget")
        ready = "document.querySelector('.o_bo_decide_item') !== null"
        for name, dark in (("light", False), ("dark", True)):
            path = self.screenshot(f"to-decide-{name}", "/odoo/my-work", "vera", 1280, 800, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)
        row = "document.querySelector('.o_bo_decide .o_bo_work_row') !== null"
        self.screenshot("to-decide-phone", "/odoo/my-work", "vera", 400, 800, False, row)


@tagged("post_install", "-at_install", "browser")
class TestCompliancePictures(BrowserCase):
    """Deadlines and corrective actions as people see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        for name in ("approval", "obligation", "improve"):
            cls.env.ref(f"backoffice_ops.group_feature_{name}").user_ids |= cls.data["ines"]
        today = fields.Date.today()
        department = cls.data["department"].id
        plan = (
            ("VAT return", "tax", -3), ("Lift inspection", "legal", 6), ("Fire drill", "labour", 12),
            ("Office lease: notice", "contract", 25), ("Access review", "security", 33),
        )
        deadlines = cls.env["backoffice.obligation"].create([{
            "name": name, "kind": kind, "department_id": department, "user_id": cls.data["ines"].id,
            "due_on": fields.Date.add(today, days=days), "every": 1, "evidence_required": days > 0,
        } for name, kind, days in plan])
        deadlines[0].action_done()
        reason = cls.env.ref("backoffice_ops.reason_detail")
        cls.action = cls.env["backoffice.corrective"].create({
            "name": "Ask for the serial number at the counter", "about": "reason", "reason_id": reason.id,
            "why": "The form never asked for it.", "user_id": cls.data["ines"].id, "department_id": department,
            "due_on": fields.Date.add(today, days=10),
        })
        cls.deadline = deadlines[1]

    def test_pictures(self):
        deadline = f"/odoo/compliance-deadlines/{self.deadline.id}"
        action = f"/odoo/corrective-actions/{self.action.id}"
        field, row = ".o_form_view .o_field_widget", ".o_data_row, .o_kanban_record"
        for name, url, ready, dark, width in (
            ("deadlines-light", "/odoo/compliance-deadlines", row, False, 1280),
            ("deadline-form-dark", deadline, field, True, 1280),
            ("corrective-light", "/odoo/corrective-actions", row, False, 1280),
            ("corrective-form-light", action, field, False, 1280),
            ("corrective-form-dark", action, field, True, 1280),
            ("corrective-form-phone", action, field, False, 400),
        ):
            ready = f"document.querySelector('{ready}') !== null"
            path = self.screenshot(name, url, "ines", width, 800, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)

    def test_calendar(self):
        self.env.ref("backoffice_ops.obligation_action").sudo().view_mode = "calendar,list,form"
        ready = "document.querySelector('.o_calendar_view .fc-event') !== null"
        path = self.screenshot("deadlines-calendar", "/odoo/compliance-deadlines", "ines", 1280, 800, False, ready)
        self.assertGreater(path.stat().st_size, 3000)
