from odoo.tests import tagged

from .browser_common import BrowserCase

SIZES = (("light", 1366, False), ("dark", 1366, True), ("phone", 400, False))
READY = "document.querySelector('.o_view_controller .o_content') !== null && !document.querySelector('.o_blockUI')"


@tagged("post_install", "-at_install", "browser")
class TestSetupPages(BrowserCase):
    """The consultant's way: settings with the first steps, trades, differences, check-up, history."""

    def _pictures(self, name, url, ready):
        for look, width, dark in SIZES:
            with self.subTest(f"{name} {look}"):
                self.screenshot(f"setup-{name}-{look}", url, width=width, height=900, dark=dark,
                                ready=f"document.querySelector('{ready}') !== null")

    def test_settings_page_and_first_steps(self):
        self._pictures("settings", "/odoo/front-office-settings", ".o_setup_switches input")

    def test_trade_cards(self):
        self._pictures("trades", "/odoo/front-office-trades", ".o_kanban_record button")

    def test_check_up(self):
        self._pictures("check-up", "/odoo/front-office-check-up", ".o_kanban_record .fa")

    def test_set_up_file(self):
        self._pictures("file", "/odoo/front-office-set-up-file", "button[name=action_export]")

    def test_settings_history(self):
        standard = self.env["frontoffice.promise.standard"].create({"name": "Engineer visit", "hours": 16})
        standard.hours = 12
        self._pictures("history", "/odoo/front-office-settings-history", ".o_data_row, .o_kanban_record")

    def test_a_consultant_sets_up_a_company(self):
        """Settings → trade → preview → differences → import → check-up, by mouse and keyboard."""
        self.start_tour_and_capture(
            "/odoo/front-office-settings", "frontoffice_setup", "setup-tour-end", login="admin", timeout=180
        )
        self.assertTrue(self.env["frontoffice.setup.log"].search([("name", "=", "trade:law_tax")]))
        self.assertTrue(self.env["frontoffice.need"].search([("code", "=", "new_matter")]))
        self.assertTrue(self.env.ref("base.group_user").all_implied_ids & self.env.ref(
            "frontoffice_crm.group_feature_routing"))
