from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SampleCase, SmallSampleCase
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSampleOrders(SampleBoard, SmallSampleCase):
    """The sample's won enquiries have an order of that day, nobody was told, and nothing is left of them."""

    def setUp(self):
        super().setUp()
        self.orders = self.of_company("sale.order")

    def test_one_for_every_enquiry_that_was_won(self):
        won = self.of_company("crm.lead", [("won_status", "=", "won"), ("date_closed", "!=", False)])
        self.assertGreater(len(won), 50)
        self.assertEqual(self.orders.opportunity_id, won)
        self.assertEqual(len(self.orders), len(won))
        self.assertEqual(set(self.orders.mapped("state")), {"sale"})
        for order in self.orders:
            self.assertEqual(order.date_order, order.opportunity_id.date_closed)
            self.assertEqual(order.amount_total, order.opportunity_id.expected_revenue)
        self.assertEqual(self.told(), self.before)
        self.assertFalse(self.of_company("frontoffice.promise", [("sale_order_id", "!=", False)]))

    def test_the_figure_lives(self):
        first, _last = self.clock.month(-12)
        _first, last = self.clock.month(-4)
        tile = self.board.get_kpi("K07", {"date_from": str(first), "date_to": str(last)})["tile"]
        self.assertGreater(tile["n"], 100)
        self.assertAlmostEqual(tile["value"], (5 * 5 + 4 * 2) / (9 * 14), delta=0.05)

    def test_out_again(self):
        orders, company = self.orders, self.company
        self.sample.action_remove()
        self.assertFalse(orders.exists() or company.exists())
        self.assertFalse(self.env["product.product"].with_context(active_test=False).search(
            [("company_id", "=", company.id)]))


@tagged("post_install", "-at_install")
class TestSampleWeakest(SampleBoard, SampleCase):
    """The first click of the story with Sales and whatever other apps are there: MADE, as without them."""

    def test_the_weakest_side_stays_made(self):
        """More enquiries than anybody could serve are lost."""
        quarter = {"date_from": str(self.clock.month(-8)[0]), "date_to": str(self.clock.month(-6)[1])}
        page = self.board.get_page(quarter)
        self.assertEqual(page["score"]["weakest"], "external", [
            (part["code"], part["side"], part["value"], part["n"], part["score"])
            for part in self.board.get_score(quarter)["parts"]])
        self.assertIn("Weakest side: MADE", page["sentence"]["text"])
