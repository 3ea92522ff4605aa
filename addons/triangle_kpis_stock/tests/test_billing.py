from datetime import date

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tools.formula import Formula

from .test_otif import DeliveryCase

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
class TestBilling(DeliveryCase):
    """Days from the last delivery to the first invoice."""

    def _billed(self, order, day):
        invoice = order._create_invoices()
        invoice.invoice_date = day
        invoice.action_post()
        return invoice

    def _days(self, window=JANUARY):
        """(half of the orders, how many)."""
        with self._now("+1 Wed 12:00"):
            self.assertFalse(self.env["triangle.fact"]._refresh(["billing"])["billing"])
        kpi = self.env["triangle.kpi"].search([("code", "=", "K58I")])
        values = self.env["triangle.reader"]._values(kpi, {"w": window}, {})["w"]
        return Formula(kpi.formula).evaluate(values), values["order_billing_n"], values["order_billing_sum"]

    def test_from_the_last_delivery_to_the_first_invoice(self):
        order, early, unpaid = (self._confirmed() for _i in range(3))
        self._ship(order, "Tue 10:00", 1)
        self._ship(order, "Wed 10:00")
        self._ship(unpaid, "Wed 10:00")
        invoice = self._billed(order, date(2026, 1, 12))
        self._billed(early, date(2026, 1, 6))
        self.assertEqual(self._days()[1:], (1, 5), "Wednesday the 7th to the 12th; not everything left of the other")
        self._ship(early, "Thu 10:00")
        self.assertEqual(self._days()[1:], (2, 5), "invoiced before it left: no days")
        self.assertEqual(self._days((date(2026, 1, 8), date(2026, 1, 8)))[1:], (1, 0))
        invoice.button_draft()
        self.assertEqual(self._days()[1:], (1, 0))

    def test_half_of_the_orders(self):
        for day in (7, 10, 12):
            order = self._confirmed()
            self._ship(order, "Wed 10:00")
            self._billed(order, date(2026, 1, day))
        value, n, total = self._days()
        self.assertEqual((n, total), (3, 0 + 3 + 5))
        self.assertTrue(2 < value <= 5, value)
