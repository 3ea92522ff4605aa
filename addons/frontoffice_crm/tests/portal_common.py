"""Base of the portal tests: a customer with an account, a case with an answer and a note."""

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user

from .intake_common import FormCase


class PortalCase(FormCase):
    """One case of the customer: an answer they see and a note they must never see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = "customer@customer.example"
        cls.case = cls.env["frontoffice.case"].create(
            {
                "subject": "Boiler stopped",
                "partner_id": cls.portal.partner_id.id,
                "need_id": cls.need.id,
                "channel_id": cls.channel.id,
                "company_id": cls.company.id,
            }
        )
        cls.case.with_user(cls.agent).message_post(
            body="Our engineer comes.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.portal.partner_id.ids,
        )
        cls.case.with_user(cls.agent).message_post(
            body="SECRET grumpy customer", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        cls.path = f"/my/cases/{cls.case.id}"

    def person(self, login, partner=None, company=None):
        company = company or self.company
        values = {"partner_id": partner.id} if partner else {}
        return new_test_user(
            self.env,
            login,
            "base.group_portal",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            email=f"{login}@customer.example",
            **values,
        )

    def get(self, path, login=None, token=None):
        self.authenticate(login, login)
        return self.url_open(path + (f"?access_token={token}" if token else ""))

    def press(self, step, login=None, token=None, files=None, csrf=True, path=None, **values):
        self.authenticate(login, login)
        data = {**values, "access_token": token or ""}
        if csrf:
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(f"{path or self.path}/{step}", data=data, files=files)
