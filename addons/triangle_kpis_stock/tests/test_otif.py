from datetime import date

from odoo.tests import tagged

from odoo.addons.backoffice_ops_sale_stock.tests.common import OrderCase
from odoo.addons.triangle_kpis.tools.formula import Formula

FRIDAY = date(2026, 1, 9)  # the week of the order tests: Monday is 5 January 2026


class DeliveryCase(OrderCase):
    """Orders of a week in January, and the figure of deliveries some days later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.flush_all()
        cls.env.cr.precommit.data.clear()
        cls.env.cr.execute("DELETE FROM triangle_dirty")

    def _otif(self, when="+1 Mon 12:00", window=(date(2026, 1, 1), date(2026, 1, 31))):
        """(value, kept, due) as of a moment."""
        with self._now(when):
            self.assertFalse(self.env["triangle.fact"]._refresh(["delivery"])["delivery"])
        kpi = self.env["triangle.kpi"].search([("code", "=", "K34")])
        values = self.env["triangle.reader"]._values(kpi, {"w": window}, {})["w"]
        return Formula(kpi.formula).evaluate(values), values["order_otif_num"], values["order_otif_den"]

    def _orders(self, part, window=(date(2026, 1, 1), date(2026, 1, 31))):
        return self.env["sale.order"].browse(self.env["triangle.reader"]._record_ids("order_otif", window, {}, part))


@tagged("post_install", "-at_install")
class TestOnTimeInFull(DeliveryCase):
    """The last delivery against the date that was told; traps of stock included."""

    def test_the_last_delivery_decides_not_the_first(self):
        kept, late, open_ = (self._confirmed() for _i in range(3))
        self._ship(kept, "Tue 10:00", 1)
        self._ship(kept, "Fri 17:00")
        self._ship(late, "Tue 10:00", 1)
        self.assertEqual(late.effective_date, self._at("Tue 10:00"), "stock's date is the first delivery's")
        self._ship(late, "Fri 17:01")
        self.assertEqual(self._otif(), (1 / 3, 1, 3))
        self.assertEqual((self._orders("num"), self._orders("miss")), (kept, late | open_))

    def test_short_is_not_in_full(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00", 1, rest=False)
        self.assertEqual(self._otif(), (0, 0, 1))

    def test_before_its_date_an_order_waits(self):
        order = self._confirmed()
        self._ship(order, "Tue 10:00")
        self.assertEqual(self._otif("Fri 16:59"), (None, 0, 0))
        self.assertEqual(self._otif("Fri 17:00"), (1, 1, 1))
        self.assertEqual(self._otif(window=(FRIDAY, FRIDAY)), (1, 1, 1))

    def test_moving_the_date_changes_nothing(self):
        order = self._confirmed()
        with self._now("Thu 09:00"):
            order.commitment_date = self._at("+1 Fri 17:00")
            order.picking_ids.move_ids.date_deadline = self._at("+1 Fri 17:00")
        self._ship(order, "+1 Tue 10:00")
        self.assertEqual(self._otif("+1 Wed 12:00"), (0, 0, 1))

    def test_cancelled_before_its_date_asked_nothing(self):
        early, late, never = (self._confirmed() for _i in range(3))
        with self._now("Thu 09:00"):
            early._action_cancel()
        with self._now("+1 Mon 09:00"):
            late._action_cancel()
        self._order(commitment_date=self._at("Fri 17:00"))  # a quotation
        self.assertEqual(self._otif(), (0, 0, 2))
        self.assertEqual(self._orders("all"), late | never)

    def test_services_are_not_delivered_by_the_warehouse(self):
        self._confirmed((self.training, 1))
        self.assertEqual(self._otif(), (None, 0, 0))

    def test_goods_that_come_back_because_of_us(self):
        ours, theirs, old = (self._confirmed() for _i in range(3))
        pickings = [self._ship(order, "Tue 10:00") for order in (ours, theirs, old)]
        self.assertEqual(self._otif(), (1, 3, 3))
        self._give_back(pickings[0], "+1 Tue 10:00", because_of_us=True)
        self._give_back(pickings[1], "+1 Tue 10:00")
        self._give_back(pickings[2], self._utc("2026-01-20 10:01:00"), because_of_us=True)
        self.assertEqual(self._otif(self._utc("2026-01-21 10:00:00")), (2 / 3, 2, 3))
        self.assertEqual(self._orders("miss"), ours)

    def test_fewer_wanted_is_in_full(self):
        order = self._confirmed((self.boiler, 3))
        self._ship(order, "Tue 10:00", 2)
        with self._now("Wed 10:00"):
            order.order_line.product_uom_qty = 2
            order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")).action_cancel()
        self.assertEqual(self._otif(), (1, 1, 1))

    def test_without_a_date_the_expected_one_was_told(self):
        self.boiler.sale_delay = 3
        order = self._confirmed(due=False)
        self.assertEqual(order.service_due_at, self._at("Thu 09:00"))
        self._ship(order, "Thu 09:00")
        self.assertEqual(self._otif(), (1, 1, 1))

    def test_incremental_is_rebuild(self):
        orders = [self._confirmed((self.boiler, 1 + i)) for i in range(3)]
        self._otif("Thu 12:00")
        picking = self._ship(orders[0], "Tue 10:00")
        self._ship(orders[1], "Wed 10:00", 1)
        self._otif()
        self._give_back(picking, "+1 Tue 10:00", because_of_us=True)
        found = self._otif("+1 Wed 10:00")
        self.assertEqual(found, (0, 0, 3))
        self.env.cr.execute("DELETE FROM triangle_fact; DELETE FROM triangle_cell; DELETE FROM triangle_dirty")
        with self._now("+1 Wed 10:00"):
            self.env["triangle.dirty"]._mark_all(self.company, sources={"delivery"})
        self.assertEqual(self._otif("+1 Wed 10:00"), found)
