import base64
import json

from odoo.tests import tagged

from .browser_common import BrowserCase

SIZES = (("light", 1366, False), ("dark", 1366, True), ("phone", 400, False))


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

    def test_differences(self):
        self.env["frontoffice.promise.standard"].create({
            "code": "emergency", "name": "Emergency", "hours": 3, "company_id": self.env.company.id})
        document = {"set_up_file": 1, "name": "Lindwater", "standard_promises": [
            {"code": "emergency", "name": "Emergency visit", "hours": 4, "sentence": "We come by {when}."}],
            "topics": [{"code": "lost_keys", "name": "Lost keys", "team": "Reception North", "user": "Mei Tanaka"}],
            "weather": [{"code": "rain"}]}
        wizard = self.env["frontoffice.setup.import"].with_user(self.env.ref("base.user_admin")).create({
            "data": base64.b64encode(json.dumps(document).encode()), "filename": "lindwater.json"})
        wizard.action_compare()
        self._pictures("differences", f"/odoo/frontoffice.setup.import/{wizard.id}", "button[name=action_apply]")
        self.screenshot("setup-switches-light", "/odoo/front-office-settings", height=2600,
                        ready="document.querySelector('.o_setup_switches input') !== null")

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
