import base64
import io
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser
from odoo.tools.pdf import PdfReader

from odoo.addons.frontoffice_crm.tests.browser_common import SETTLED, BrowserCase

READY = "document.querySelector('.o_triangle_sureness, .o_triangle_sentence') !== null"
PHONE = {"width": 400, "height": 850}


@tagged("post_install", "-at_install", "browser")
class TestFigureTour(BrowserCase):
    """A figure on a page of its own: the way there and back, its pictures, and one printed page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        promises = cls.env["frontoffice.promise"].create([{
            "name": "Engineer comes", "partner_id": cls.env.user.partner_id.id,
            "due_at": now - timedelta(days=1 + 2 * i), "company_id": cls.env.ref("base.main_company").id,
        } for i in range(60)])
        for i, promise in enumerate(promises):
            late = timedelta(hours=9 if i % 4 == 0 else -1)
            promise.write({
                "made_at": promise.due_at - timedelta(days=2), "enabled_at": promise.due_at - timedelta(days=1),
                "realistic": "yes" if i % 8 else "no", "fulfilled_at": promise.due_at + late, "in_full": True,
            })
        cls.env["triangle.fact"]._refresh()

    def test_from_the_page_to_the_records_and_back(self):
        self.start_tour("/odoo/triangle", "triangle_kpis_figure", login="admin")

    def test_pictures(self):
        url = "/odoo/figure?kpi=K33&sure=1"
        looks = {"light": {"width": 1280, "height": 1400}, "dark": {"width": 1280, "height": 1400, "dark": True}}
        for name, look in {**looks, "phone": PHONE}.items():
            path = self.screenshot(f"figure-{name}", url, ready=READY, **look)
            self.assertGreater(path.stat().st_size, 10000)

    def test_printed_on_one_page(self):
        """Black on white and on one page, in the dark too."""
        for url in ("/odoo/triangle", "/odoo/figure?kpi=K33&sure=1"):
            with self.subTest(url=url):
                printed = PdfReader(io.BytesIO(self._printed(url)))
                self.assertEqual(len(printed.pages), 1)
                words = printed.pages[0].extract_text().replace(" ", "")  # letters stand where they are printed
                self.assertIn("ServiceTriangle·", words)
                self.assertIn("Kept", words)

    def _printed(self, url):
        taken = []

        def take(browser, *_args, **_kwargs):
            options = {"expression": SETTLED, "awaitPromise": True}
            browser._websocket_request("Runtime.evaluate", params=options, timeout=20)
            page = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False}
            taken.append(browser._websocket_request("Page.printToPDF", params=page, timeout=60)["data"])

        with patch.object(ChromeBrowser, "_wait_code_ok", take):
            self.browser_js(url, "", READY, login="admin", cookies={"color_scheme": "dark"}, timeout=120)
        return base64.b64decode(taken[0])
