"""Base of the intake tests: a channel with a public form, and posts as a browser sends them."""

import io
import time
from contextlib import contextmanager
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase

from .common import FrontOfficeCase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


class FormCase(FrontOfficeCase, HttpCase):
    """A company with a form, a published topic with a safe date, and one without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.need.is_published = True
        cls.secret_need = cls.env["frontoffice.need"].create(
            {
                "name": "Difficult customers",
                "keywords": "lawyer",
                "company_id": cls.company.id,
            }
        )
        cls.form = cls.env["frontoffice.channel"].create(
            {
                "name": "Web form",
                "kind": "web",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
                "form_enabled": True,
            }
        )
        cls.url = f"/service/{cls.form.form_token}"
        cls.Case = cls.env["frontoffice.case"]
        cls.Encounter = cls.env["frontoffice.encounter"]
        cls.Log = cls.env["frontoffice.intake.log"]

    def setUp(self):
        super().setUp()
        self.patience = 3  # seconds a person needs to fill in a form, as the server sees it

    def page(self, response):
        return html.fromstring(response.text)

    def drawn(self, url=None):
        """Fields of a form as it was drawn, two seconds and more ago."""
        page = self.page(self.url_open(url or self.url))
        return {
            node.get("name"): node.get("value") or ""
            for node in page.xpath("//form//input[@name]")
            if node.get("type") == "hidden"
        }

    @contextmanager
    def waited(self):
        """Time the visitor took, without waiting for it."""
        clock = "odoo.addons.frontoffice_crm.models.public_guard.fields.Datetime.now"
        from odoo import fields

        later = fields.Datetime.add(fields.Datetime.now(), seconds=self.patience)
        with patch(clock, lambda *_args: later):
            yield

    def send(self, fields=None, files=None, url=None, **values):
        """Post the form; returns the response."""
        data = {
            **(self.drawn(url) if fields is None else fields),
            **{
                "text": "My boiler is cold.",
                "name": "Olga Ortiz",
                "email": "olga@customer.example",
                "need": "",
            },
            **values,
        }
        with self.waited():
            return self.opener.post(
                self.base_url() + (url or self.url),
                data={k: v for k, v in data.items() if v is not None},
                files=files or {"nothing": ("", io.BytesIO(b""))},
                timeout=60,
                allow_redirects=False,
            )

    def reference(self, response):
        found = self.page(response).xpath("//*[hasclass('o_fo_reference')]/text()")
        return found[0].strip() if found else ""

    def refused(self, reason, status=422, times=1, **values):
        """Assert that a post makes nothing but a counted line."""
        before = (self.Case.search_count([]), self.Encounter.search_count([]))
        response = self.send(**values)
        self.assertEqual(response.status_code, status, response.text[:300])
        self.env.invalidate_all()
        self.assertEqual((self.Case.search_count([]), self.Encounter.search_count([])), before)
        line = self.Log.search([("channel_id", "=", self.form.id), ("reason", "=", reason)], order="id desc", limit=1)
        self.assertEqual(line.count, times, reason)
        return response

    @staticmethod
    def measured(work):
        start = time.perf_counter()
        result = work()
        return result, time.perf_counter() - start
