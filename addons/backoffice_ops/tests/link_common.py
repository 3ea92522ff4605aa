import re

from lxml import html

from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from odoo.addons.frontoffice_crm.tests.intake_common import PNG

from .common import BackOfficeCase

TXT = b"Protocol of the repair"


class LinkCase(BackOfficeCase, HttpCase):
    """A subcontractor outside, the request type he does, and what opens his pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "office@kept.example"
        cls.works = cls.env["res.partner"].create({
            "name": "Rohr & Partner", "is_company": True, "is_subcontractor": True, "email": "dispatch@rohr.example",
        })
        cls.worker = cls._outside("worker", cls.works)
        cls.rival = cls._outside("rival", cls.env["res.partner"].create(
            {"name": "Other Pipes", "is_company": True, "is_subcontractor": True, "email": "hello@pipes.example"}))
        cls.service.write({"performer_kind": "partner", "performer_id": cls.works.id})

    @classmethod
    def _outside(cls, login, company):
        user = new_test_user(cls.env, login, "base.group_portal", name=login.capitalize(), email=f"{login}@out.example")
        user.partner_id.parent_id = company
        return user

    def _mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def _ask(self, **values):
        """A sent request and the token of its link, read where the performer reads it: in the mail."""
        before = self._mails()
        handoff = self._handoff(note="The pump in the cellar", **values)
        handoff.with_user(self.agent).action_send()
        return handoff, self._token(self._mails() - before)

    def _token(self, mail):
        return re.search(r"/service/work/([\w-]{43})", mail.body_html).group(1)

    def _get(self, token, path="", **query):
        return self.url_open(f"/service/work/{token}{path}", allow_redirects=True, **query)

    def _tree(self, response):
        return html.fromstring(response.content)

    def _nonce(self, response, code):
        forms = self._tree(response).xpath(f"//form[input[@name='code' and @value='{code}']]")
        return forms[0].xpath("input[@name='nonce']/@value")[0] if forms else None

    @mute_logger("odoo.http")
    def _post(self, address, code, nonce, files=None, **values):
        return self.url_open(address, data={"code": code, "nonce": nonce, **values}, files=files)

    def _press(self, token, code, files=None, **values):
        """Open the page, press one of its buttons."""
        nonce = self._nonce(self._get(token), code)
        return self._post(f"/service/work/{token}", code, nonce, files, **values)


__all__ = ["PNG", "TXT", "LinkCase"]
