import re

from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc

READY = "document.querySelector('h1') !== null"


@tagged("post_install", "-at_install", "browser")
class TestLinkTour(BrowserCase):
    """A subcontractor without a login: accepts, sends back, is ready; the sender says that it is right."""

    browser_size = "400x800"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.works = cls.env["res.partner"].create({
            "name": "Rohr & Partner", "is_company": True, "is_subcontractor": True, "email": "dispatch@rohr.example"})
        cls.data["service"].write({"performer_kind": "partner", "performer_id": cls.works.id})

    def _page(self):
        """Address in the latest mail."""
        mail = self.env["mail.mail"].search([("email_to", "=", "dispatch@rohr.example")], order="id desc", limit=1)
        return re.search(r"/service/work/[\w-]{43}", mail.body_html).group(0)

    def test_there_and_back(self):
        request = wc.ask(self.env, self.data, case_id=self.data["case"].id, note="Money back for the missed visit")
        self.start_tour(self._page(), "backoffice_link_send_back", login=None)
        self.assertEqual((request.state, request.sender_return_count), ("returned", 1))
        request.with_user(self.data["priya"]).action_resend("Here it is", {"iban": "DE02 1203 0000"})
        self.start_tour(self._page(), "backoffice_link_ready", login=None)
        self.assertEqual((request.state, request.outcome_note), ("delivered", "Paid by transfer"))
        self.browser_size = "1366x768"
        self.start_tour("/odoo/my-work", "backoffice_work_right", login="priya")
        self.assertEqual(request.state, "done")
        self.assertFalse(request._ledger_verify())

    def test_pictures(self):
        request = wc.ask(self.env, self.data, note="Money back for the missed visit")
        address = self._page()
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280), ("phone", False, 400)):
            path = self.screenshot(f"link-{name}", address, None, width, 900, dark, READY)
            self.assertGreater(path.stat().st_size, 3000)
        request._record("accepted")
        path = self.screenshot("link-ready-phone", address, None, 400, 900, True, READY)
        self.assertGreater(path.stat().st_size, 3000)

    def test_pictures_of_documents(self):
        request = wc.ask(self.env, self.data)
        kinds = self.env["backoffice.document.type"].search([], limit=3)
        self.env["backoffice.document.request"].create([
            {"type_id": kind.id, "handoff_id": request.id, "due_date": "2031-01-01"} for kind in kinds])
        self.env.ref("base.user_admin").group_ids |= self.env.ref("backoffice_ops.group_feature_approval")
        ready = "document.querySelector('.o_data_row, .o_kanban_record') !== null"
        for name, dark, width in (("light", False, 1280), ("dark", True, 1280), ("phone", False, 400)):
            path = self.screenshot(f"documents-{name}", "/odoo/documents-asked", "admin", width, 800, dark, ready)
            self.assertGreater(path.stat().st_size, 3000)
