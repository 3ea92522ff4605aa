from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

WORK = "/odoo/my-work"


def _hash(text):
    """Id of a Hoot suite, as the runner computes it."""
    number = 0
    for letter in text:
        number = (number * 31 + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install", "browser")
class TestWorkTour(BrowserCase):
    """A refund goes to and fro between the front desk and finance, by keyboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)

    def test_there_and_back(self):
        request = wc.ask(self.env, self.data, case_id=self.data["case"].id)
        self.start_tour(WORK, "backoffice_work_send_back", login="ines")
        self.assertEqual((request.state, request.sender_return_count), ("returned", 1))
        self.start_tour(WORK, "backoffice_work_answer", login="priya")
        self.assertEqual((request.state, request.answers["iban"]), ("sent", "DE02 1203 0000"))
        self.start_tour(WORK, "backoffice_work_ready", login="ines")
        self.assertEqual((request.state, request.outcome_note), ("delivered", "Paid by transfer"))
        self.start_tour(WORK, "backoffice_work_right", login="priya")
        self.assertEqual(request.state, "done")
        self.assertFalse(request._ledger_verify())

    def test_a_clerks_morning(self):
        """Two taken at once, one handed on, one sent back and answered, ready, confirmed; the map knows."""
        tomas = wc.person(self.env, "Tomas", "tomas", ("base.group_user", "backoffice_ops.group_clerk"))
        self.env["backoffice.member"].create({"user_id": tomas.id, "department_id": self.data["department"].id})
        first = wc.ask(self.env, self.data, subject="Refund 1").sudo()
        second = wc.ask(self.env, self.data, subject="Refund 2").sudo()
        self.start_tour(WORK, "backoffice_work_morning", login="ines")
        self.assertEqual((first.user_id, first.state), (tomas, "accepted"))
        self.assertEqual((second.user_id, second.state), (self.data["ines"], "returned"))
        second.with_user(self.data["priya"]).action_resend("here", {"iban": "DE02"})
        second.with_user(self.data["ines"]).action_accept()
        second.with_user(self.data["ines"]).action_deliver("Paid")
        second.with_user(self.data["priya"]).action_confirm()
        self.assertEqual(second.state, "done")
        self.start_tour("/odoo/process-map", "backoffice_process_map", login="ines")

    def test_instructions(self):
        service = self.data["service"]
        service.instructions = "<p>Look at the invoice first.</p>" + "".join(
            f"<p>Step {number}</p>" for number in range(10)) + '<p><a href="/handbook">Handbook</a></p>'
        wc.ask(self.env, self.data)
        service.instructions = "<p>Pay it.</p>"
        wc.ask(self.env, self.data, subject="Short one")
        self.start_tour(WORK, "backoffice_work_instructions", login="ines")

    def test_ask_a_department(self):
        self.start_tour(WORK, "backoffice_work_ask", login="priya")
        request = self.env["backoffice.handoff"].search([("subject", "=", "Deposit back")])
        self.assertEqual((request.state, request.from_user_id), ("sent", self.data["priya"]))
        self.assertEqual(request.answers, {"invoice": "INV/0500"})
        self.assertFalse(request.required_ok_at_send)

    def test_pictures(self):
        wc.ask(self.env, self.data, case_id=self.data["case"].id, promise_id=wc.promise(self.env, self.data).id)
        ready = "document.querySelector('.o_bo_work_item') !== null"
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280)):
            path = self.screenshot(f"my-work-{name}", WORK, "ines", width, 800, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)
        row = "document.querySelector('.o_bo_work_row') !== null"
        path = self.screenshot("my-work-phone", WORK, "ines", 400, 800, False, row)
        self.assertGreater(path.stat().st_size, 3000)


@tagged("post_install", "-at_install", "browser")
class TestWorkHoot(BrowserCase):
    def test_unit(self):
        url = f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={_hash('@backoffice_ops')}"
        self.browser_js(
            url, "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
