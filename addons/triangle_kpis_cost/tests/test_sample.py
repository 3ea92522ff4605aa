from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSampleCosts(SampleBoard, SmallSampleCase):
    """What the sample's adverts cost and brought, and nothing of it afterwards."""

    def test_what_adverts_cost_and_brought(self):
        rush = {"date_from": str(self.clock.month(-9)[0]), "date_to": str(self.clock.month(-6)[1])}
        cost = self.board.get_kpi("K09", rush)["tile"]
        self.assertEqual(cost["count"], 4 * 26000)
        self.assertGreater(cost["n"], 30)
        if "campaign_id" in self.env["account.move"]._fields:
            tile = self.board.get_kpi("K10", rush)["tile"]
            self.assertTrue(0.05 < tile["value"] < 0.8, tile["value"])
            unknown = self.board.get_kpi("K10U", rush)["tile"]
            self.assertTrue(0.5 < unknown["value"] < 0.9, unknown["value"])

    def test_out_again(self):
        company = self.company
        self.sample.action_remove()
        self.assertFalse(self.env["account.analytic.account"].with_context(active_test=False).search(
            [("company_id", "=", company.id)]))
        self.assertFalse(self.env["account.analytic.line"].search([("company_id", "=", company.id)]))
