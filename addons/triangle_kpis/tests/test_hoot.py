from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase


def suite_id(path):
    """The id Hoot gives a suite: a 31-hash of its path."""
    value = 0
    for char in path:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install", "browser")
class TestHoot(BrowserCase):
    """The JavaScript unit tests of the page."""

    def test_hoot(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite_id('@triangle_kpis')}",
            "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
