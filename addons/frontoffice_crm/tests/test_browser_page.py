from odoo.tests import tagged

from .browser_common import BrowserCase


@tagged("post_install", "-at_install", "browser")
class TestBrowserPage(BrowserCase):
    """The web client opens with our addons, and its picture can be taken."""

    def test_web_client_opens(self):
        path = self.screenshot("web-client", "/odoo", width=800, height=600)
        self.assertEqual(path.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater(path.stat().st_size, 3000)
