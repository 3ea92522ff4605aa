from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.backoffice_ops.tests.common import BackOfficeCase


class InvoiceCase(BackOfficeCase):
    """Finance with a clerk who may invoice, and an accountant who is in none of our groups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, install_demo=False)
        cls.banker.group_ids = [Command.link(cls.env.ref("account.group_account_invoice").id)]
        cls.accountant = new_test_user(
            cls.env, "nora", "account.group_account_invoice", company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)], tz="UTC",
        )
        cls.refund.move_kind = "out_refund"
        cls.day = date(2026, 1, 5)

    def _invoice(self, user=None, amount=100, post=True, **values):
        invoice = self.env["account.move"].with_user(user or self.env.user).create({
            "move_type": "out_invoice", "partner_id": self.customer.id, "invoice_date": self.day,
            "company_id": self.company.id, "invoice_line_ids": [
                Command.create({"name": "Boiler", "quantity": 1, "price_unit": amount, "tax_ids": []})], **values,
        })
        if post:
            invoice.action_post()
        return invoice

    def _credit(self, invoice, days=0, **values):
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date + timedelta(days=days), **values}])
        refund.action_post()
        return refund

    def _asked(self, **values):
        request = self._handoff(service_id=self.refund.id, **values)
        request.with_user(self.agent).action_send()
        return request
