from datetime import timedelta
from itertools import pairwise
from math import exp, log, sqrt

from odoo.tests import tagged

from .common import NOW
from .test_alert import SUNDAY, AlertCase


@tagged("post_install", "-at_install")
class TestAlertKinds(AlertCase):
    """Counts, numbers and amounts through the database; the limits are counted here by the published formulas."""

    def _about(self, code):
        """Alerts of this figure from now on, which alone is judged."""
        self._switch("figures")
        self.env.flush_all()
        self.env.cr.execute("UPDATE triangle_kpi SET active = code = %s", [code])  # as in the story of AlertCase
        self.env.invalidate_all()
        self.kpi = self.env["triangle.kpi"].search([("code", "=", code)])

    def _says(self, alert, kind, low, centre, high):
        baseline = self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)])
        self.assertEqual((baseline.kind, len(alert), alert.rules, alert.adverse), (kind, 1, "R1", True))
        for said, counted in ((alert.low, low), (alert.centre, centre), (alert.high, high)):
            self.assertAlmostEqual(said, counted, places=6)

    def test_counts(self):
        """u: the mean and three times its root, because a count varies with its own size."""
        self._about("K19H")
        self._weeks([*[9, 11] * 12, 25], code="hang_up", den=1)
        alert = self._night()
        self._says(alert, "u", 10 - 3 * sqrt(10), 10, 10 + 3 * sqrt(10))
        self.assertEqual(alert.value, 25)

    def test_counts_that_vary_more_than_by_chance(self):
        """Laney's u': the same 60 that a plain u chart would call unusual is usual here."""
        self._about("K19H")
        self._weeks([*[5, 45] * 12, 60], code="hang_up", den=1)
        self.assertGreater(60, 25 + 3 * sqrt(25), "outside without the correction")
        self.assertFalse(self._night())
        self._weeks([400], code="hang_up", den=1, last=SUNDAY + timedelta(weeks=1))
        z = 20 / sqrt(25)
        reach = 3 * sqrt(25) * (2 * z / 1.128)
        self._says(self._night(NOW + timedelta(weeks=1)), "u'", 0, 25, 25 + reach)

    def test_numbers(self):
        """XmR: the mean and 2.66 times the mean moving range."""
        self._about("K22M")
        self._weeks([*[400, 420] * 12, 300], code="rating_value")
        self._says(self._night(), "xmr", 4.1 - 2.66 * 0.2, 4.1, 4.1 + 2.66 * 0.2)

    def test_amounts(self):
        """Amounts lean to one side: the same on logarithms, and the limits said as amounts again."""
        self.env["triangle.kpi"].create({
            "code": "COST", "name": "What one costs", "side": "internal", "unit": "money", "direction": "down",
            "formula": "rating_value_sum / rating_value_n", "num_measure": "rating_value",
            "den_measure": "rating_value", "interval_kind": "t", "min_n": 5,
        })
        self._about("COST")
        usual = [100, 110, 130, 300] * 6
        self._weeks([100 * amount for amount in (*usual, 2000)], code="rating_value")
        logs = [log(amount) for amount in usual]
        middle = sum(logs) / len(logs)
        reach = 2.66 * sum(abs(b - a) for a, b in pairwise(logs)) / (len(logs) - 1)
        alert = self._night()
        self._says(alert, "xmr", exp(middle - reach), exp(middle), exp(middle + reach))
        self.assertTrue(self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)]).log)
