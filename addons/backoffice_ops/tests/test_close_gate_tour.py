from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from . import work_common as wc


@tagged("post_install", "-at_install", "browser")
class TestCloseGateTour(BrowserCase):
    """An agent solves a case while finance is at work on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = wc.finance(cls.env)
        cls.data["case"].user_id = cls.data["priya"]
        cls.request = wc.ask(cls.env, cls.data, case_id=cls.data["case"].id, subject="Money back").sudo()
        cls.request.with_user(cls.data["ines"]).action_accept()
        cls.page = f"/odoo/frontoffice.case/{cls.data['case'].id}"

    def test_too_early_then_all_the_same(self):
        self.start_tour(self.page, "backoffice_close_gate", login="priya")
        case = self.data["case"]
        self.assertEqual((case.state, self.request.state), ("resolved", "accepted"))
        self.assertFalse(case._ledger_verify())
        said = "".join(str(message.body) for message in case.message_ids)
        self.assertIn("Ended while still at work: Finance.", said)
        self.assertIn("Paid at the counter", said)

    def test_pictures(self):
        for look in ("light", "dark"):
            path = self.start_tour_and_capture(
                self.page, "backoffice_close_gate_open", f"close-gate-{look}", login="priya",
                cookies={"color_scheme": look})
            self.assertGreater(path.stat().st_size, 3000)

    def test_picture_on_a_phone(self):
        with patch.object(type(self), "browser_size", "400x800"), patch.object(type(self), "touch_enabled", True):
            path = self.start_tour_and_capture(
                self.page, "backoffice_close_gate_open", "close-gate-phone", login="priya")
        self.assertGreater(path.stat().st_size, 3000)
