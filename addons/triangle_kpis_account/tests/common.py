from datetime import date, timedelta

from odoo.fields import Command

from odoo.addons.triangle_kpis.tests.common import TriangleCase
from odoo.addons.triangle_kpis.tools.formula import Formula

EVER = (date(2020, 1, 1), date(2030, 12, 31))


class MoneyCase(TriangleCase):
    """The company of the fact tests with books, a product that costs 60 and sells for 100, and figures by name."""

    sources = ("move", "settlement")  # the others say the same as before

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, install_demo=False)
        cls.product = cls.env["product.product"].with_company(cls.company).create({
            "name": "Boiler", "list_price": 100, "standard_price": 60, "taxes_id": False, "type": "consu",
        })

    @classmethod
    def _invoice(cls, day, *amounts, partner=0, kind="out_invoice", post=True, **values):
        """An invoice with a line for each amount, or with two products where there is none. No tax."""
        lines = [{"name": "Work", "quantity": 1, "price_unit": amount, "tax_ids": []} for amount in amounts]
        goods = {"product_id": cls.product.id, "quantity": 2, "price_unit": 100, "tax_ids": []}
        partner = cls.partners[partner] if isinstance(partner, int) else partner
        move = cls.env["account.move"].create({
            "move_type": kind, "partner_id": partner.id, "invoice_date": day, "company_id": cls.company.id,
            "invoice_line_ids": [Command.create(line) for line in lines or [goods]], **values,
        })
        if post:
            move.action_post()
        return move

    @classmethod
    def _credit(cls, invoice, day, **values):
        refund = invoice._reverse_moves([{"invoice_date": day, "date": day, **values}], cancel=False)
        refund.action_post()
        return refund

    def _refresh(self):
        self.assertFalse(any(self.env["triangle.fact"]._refresh(self.sources).values()))

    def _figure(self, code, window=EVER, **filters):
        """The value of a figure after a refresh; of one counted by code, all of it."""
        self._refresh()
        kpi = self.env["triangle.kpi"].search([("code", "=", code)])
        values = self.env["triangle.reader"]._values(kpi, {"w": window}, filters)["w"]
        return values[code] if kpi.computed else Formula(kpi.formula).evaluate(values)

    def _behind(self, code, part, window=EVER):
        """The records a click on a part of a figure opens."""
        span = {"date_from": str(window[0]), "date_to": str(window[1])}
        action = self.dashboard.with_company(self.company).drill(code, span, part)
        self.assertEqual(action["total"], action["visible"])
        return self.env[action["res_model"]].with_context(active_test=False).search(action["domain"])

    def _same_from_scratch(self):
        self.env["triangle.fact"]._refresh()
        incremental = self._facts()
        self.assertTrue(incremental["triangle_fact"])
        self.assertEqual(incremental, self._from_scratch())


def later(day, days):
    return day + timedelta(days=days)
