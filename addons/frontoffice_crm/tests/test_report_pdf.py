import io
import shutil
import unittest

from lxml.html import fromstring
from PyPDF2 import PdfReader

from odoo.tests import HttpCase, tagged

from .common import FrontOfficeCase


@tagged("post_install", "-at_install", "browser")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf makes the PDF files and is not installed")
class TestReportPdf(FrontOfficeCase, HttpCase):
    """What is printed comes out as a PDF that says what the record says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        cls.case = cls._case(cls, type="complaint", subject="No heat since Monday")
        cls.promise = cls._promise(cls)
        cls.visit = cls.env["frontoffice.encounter"].create({
            "partner_id": cls.customer.id, "channel_id": cls.channel.id, "company_id": cls.company.id,
            "state": "waiting", "queue_number": "B 47",
        })

    def _printed(self, report, record):
        """The words of a report, after its PDF was made. Web fonts are drawn as shapes, so words are read in HTML."""
        report = self.env.ref(f"frontoffice_crm.{report}").with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(report.report_name, record.ids)
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 1, "one page, and no empty one behind it")
        self.assertGreater(len(pages[0].get_contents().get_data()), 1500, "not an empty page")
        html, _kind = report._render_qweb_html(report.report_name, record.ids)
        return " ".join(fromstring(html).text_content().split())

    def test_case_sheet(self):
        text = self._printed("action_report_case", self.case)
        self.assertIn(self.case.name, text)
        self.assertIn("No heat since Monday", text)

    def test_complaint_letter(self):
        text = self._printed("report_complaint_letter", self.case)
        self.assertIn("Ana Ortiz", text)
        self.assertIn("thank you for telling us", text)

    def test_promise_statement(self):
        self.assertIn(self.promise.name, self._printed("action_report_promises", self.customer))

    def test_queue_number(self):
        self.assertIn("B 47", self._printed("report_ticket", self.visit))

    def test_visitor_badge(self):
        self.assertIn("Ana Ortiz", self._printed("report_badge", self.visit))
