from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSampleHires(SampleBoard, SmallSampleCase):
    """Eight people were hired; while others left it took longest. Nothing of it stays."""

    def test_how_long_posts_stayed_open(self):
        year = {"date_from": str(self.clock.month(-12)[0]), "date_to": str(self.clock.month(-1)[1])}
        tile = self.board.get_kpi("K54F", year)["tile"]
        self.assertEqual((tile["n"], tile["value"]), (8, 45))
        worst = {"date_from": str(self.clock.month(-6)[0]), "date_to": str(self.clock.month(-4)[1])}
        self.assertAlmostEqual(self.board.get_kpi("K54F", worst)["tile"]["value"], (68 + 74 + 59) / 3)
        self.assertEqual(self.told(), self.before, "nobody is told")

    def test_out_again(self):
        hires = self.of_company("hr.applicant")
        self.assertEqual(len(hires), 8)
        self.sample.action_remove()
        self.assertFalse(hires.exists())
