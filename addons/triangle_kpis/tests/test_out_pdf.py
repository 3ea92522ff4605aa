import io
import shutil
import unittest

from lxml.html import fromstring
from PyPDF2 import PdfReader

from odoo.tests import HttpCase, tagged

from .test_out import DAYS, MARCH, OutCase

REPORT = "triangle_kpis.figures_report"


@tagged("post_install", "-at_install", "browser")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf makes the PDF files and is not installed")
class TestOutPdf(OutCase, HttpCase):
    """The page on one sheet, and behind it how every figure is counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        cls.report = cls.env["ir.actions.report"].with_context(force_report_rendering=True)

    def test_one_page_and_an_appendix(self):
        content, kind = self.report._render_qweb_pdf(REPORT, data={"filters": DAYS, "appendix": False})
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 1)
        content, _kind = self.report._render_qweb_pdf(REPORT, data={"filters": DAYS})
        self.assertGreater(len(PdfReader(io.BytesIO(content)).pages), 1)

    def test_it_says_what_the_page_says(self):
        page = self.dashboard.get_page(DAYS)
        html, _kind = self.report._render_qweb_html(REPORT, None, data={"filters": DAYS})
        text = " ".join(fromstring(html).text_content().split())
        self.assertIn(page["sentence"]["text"], text)
        for words in ("75 %", "Europe/Berlin", "UTC", "K33, version", *(tile["label"] for tile in page["tiles"]),
                      *(" ".join(action["text"].split()) for action in page["actions"])):
            self.assertIn(words, text)

    def test_the_appendix_says_how_sure_we_are(self):
        html, _kind = self.report._render_qweb_html(REPORT, None, data={"filters": DAYS})
        text = " ".join(fromstring(html).text_content().split())
        page = self.dashboard.get_page(DAYS)
        for block in ("moved", "weights", "topics", "pays"):
            for sentence in self.dashboard.get_sure(block, page["filters"])["text"]:
                self.assertIn(" ".join(sentence.split()), text, block)
        self.assertIn("A link is no cause", text)
        html, _kind = self.report._render_qweb_html(REPORT, None, data={"filters": DAYS, "appendix": False})
        self.assertNotIn("A link is no cause", html.decode())

    def test_its_address(self):
        user = self._viewer("out_viewer")
        self.authenticate(user.login, user.login)
        response = self.url_open(f"/triangle/export/page.pdf?from={MARCH['from']}&to={MARCH['to']}")
        self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "application/pdf"))
