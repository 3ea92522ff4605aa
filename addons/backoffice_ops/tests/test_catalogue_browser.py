from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

ANSWERS = {
    "invoice_number": "INV/7", "amount_to_pay_back": "640", "reason": "Paid twice", "who_agreed_to_it": "Helen",
}

TERMS = """(() => {
    const tabs = [...document.querySelectorAll('.o_form_view .nav-link')];
    const tab = tabs.find(link => link.textContent === 'Earlier terms');
    if (tab && !tab.classList.contains('active')) tab.click();
    return document.querySelector('[name=version_ids] .o_data_row, [name=version_ids] .o_kanban_record') !== null;
})()"""


@tagged("post_install", "-at_install", "browser")
class TestCatalogueBrowser(BrowserCase):
    """A request with typed questions is asked, a checklist ticked; and what the catalogue looks like."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        ready = cls.env["backoffice.ready"]
        page = ready.browse(ready.action_open()["res_id"])
        page.line_ids.filtered(lambda line: line.code == "finance_refund").picked = True
        cls.refund = cls.env["backoffice.service"].search(page.action_add()["domain"])
        cls.refund.write({"name": "Refund with proof", "deliver_hours": 12})
        cls.refund.requirement_ids = [Command.update(cls.refund.requirement_ids[3].id, {"when_value": "250"})]
        cls.refund.checklist_ids = [
            Command.create({"name": "Customer told by telephone", "required": False, "sequence": 90})]

    def test_ask_and_tick(self):
        self.start_tour("/odoo/my-work", "backoffice_catalogue_ask", login="priya")
        request = self.env["backoffice.handoff"].search([("subject", "=", "Deposit of the school")])
        self.assertEqual(request.state, "sent")
        self.assertEqual(request.answers, ANSWERS)
        request.with_user(self.data["ines"]).action_accept()
        self.start_tour("/odoo/my-work", "backoffice_catalogue_tick", login="ines")
        self.assertEqual(request.state, "delivered")
        self.assertEqual(set(request.checklist_ids.filtered("required").mapped("done_by_id")), {self.data["ines"]})

    def test_pick_ready_made_ones(self):
        page = self.env["backoffice.ready"].action_open()["res_id"]
        self.start_tour(f"/odoo/backoffice.ready/{page}", "backoffice_catalogue_pick", login="admin")
        self.assertTrue(self.env["backoffice.service"].search([("code", "=", "finance_payment_plan")]))

    def _picture(self, name, url, ready, login="admin", width=1280, dark=False):
        path = self.screenshot(f"catalogue-{name}", url, login, width, 900, dark, ready)
        self.assertGreater(path.stat().st_size, 3000)

    def test_pictures(self):
        rows = "document.querySelector('.o_form_view .o_data_row') !== null"
        page = self.env["backoffice.ready"].action_open()["res_id"]
        self._picture("terms-light", f"/odoo/request-types/{self.refund.id}", TERMS)
        self._picture("type-dark", f"/odoo/request-types/{self.refund.id}", rows, dark=True)
        self._picture("ready-light", f"/odoo/backoffice.ready/{page}", rows)
        self._picture("ready-phone", f"/odoo/backoffice.ready/{page}",
                      "document.querySelector('.o_form_view .o_kanban_record') !== null", width=400)
        request = wc.ask(self.env, self.data, service_id=self.refund.id, answers=ANSWERS)
        request.with_user(self.data["ines"]).action_accept()
        request.with_user(self.data["ines"]).checklist_ids[:2].done = True
        self._picture("pane-light", "/odoo/my-work", "document.querySelector('.o_bo_checklist') !== null", login="ines")
