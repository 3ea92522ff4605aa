from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.triangle_kpis_account.tests.test_known_invoice import KnownCase


@tagged("post_install", "-at_install")
class TestKnownOrder(KnownCase):
    """Of a customer with an order we know where the last one and its invoice came from, or we do not."""

    def _order(self, partner, **values):
        self._at(datetime(2026, 3, 10, 10))
        order = self.env["sale.order"].create({
            "partner_id": self.partners[partner].id, "company_id": self.company.id, "team_id": self.teams[0].id,
            "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 1, "price_unit": 100,
                                           "tax_ids": False})], **values})
        order.action_confirm()
        return order

    def _bill(self, order):
        order.order_line.qty_delivered = 1
        move = order._create_invoices()
        move.write({"invoice_date": date(2026, 3, 11), "campaign_id": False})
        move.action_post()
        return move

    def test_where_the_last_order_came_from(self):
        lead = self.env["crm.lead"].create({"name": "Boiler", "company_id": self.company.id, "type": "opportunity"})
        self._order(0)
        self._order(1, opportunity_id=lead.id)
        self._order(2, campaign_id=self.campaigns[0].id)
        desk = self._order(3)
        self._order(4)._action_cancel()
        case = self._case(partner_id=False)
        self.env["frontoffice.promise"].search([("sale_order_id", "=", desk.id)]).unlink()
        self.env["frontoffice.promise"].create({
            "name": "Delivered", "partner_id": self.partners[3].id, "company_id": self.company.id, "case_id": case.id,
            "due_at": datetime(2026, 3, 20), "sale_order_id": desk.id})
        self._met(4)
        self._night()
        # the order of each of four, of three linked; a contact only of the fifth, whose order was cancelled
        asked = 4 * 5 + 4
        self.assertEqual(self._level("K18"), ((3 + 1) / asked, asked))

    def test_an_invoice_comes_from_where_its_order_came_from(self):
        self._bill(self._order(0, campaign_id=self.campaigns[0].id))
        self._bill(self._order(1))
        self._night()
        asked = 2 * 6
        self.assertEqual(self._level("K18"), (2 / asked, asked))
        self.assertEqual(self._level("K18G"), (1, 2))
