from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSampleExtraHours(SampleBoard, SmallSampleCase):
    """Who made good for the bad quarter, in hours; nothing of it stays."""

    people_days = 400  # extra hours are set against the hours of a year

    def _value(self, first, last):
        window = {"date_from": str(self.clock.month(first)[0]), "date_to": str(self.clock.month(last)[1])}
        return self.board.get_kpi("K55O", window)["tile"]["value"]

    def test_more_in_the_bad_quarter(self):
        self.assertGreater(self._value(-8, -6), 2 * self._value(-3, -1))
        self.assertGreater(self._value(-3, -1), 0)

    def test_out_again(self):
        lines = self.env["hr.attendance.overtime.line"].search([("employee_id.company_id", "=", self.company.id)])
        self.assertEqual(len(lines), 24 * 12)
        self.sample.action_remove()
        self.assertFalse(lines.exists())
