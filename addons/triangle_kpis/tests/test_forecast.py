from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW, TODAY, TriangleCase

WEEK = [30, 28, 26, 24, 22, 5, 3]  # Monday to Sunday


@tagged("post_install", "-at_install")
class TestForecast(TriangleCase):
    """Contacts a day: forecast where the past shows it can be said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids = [
            Command.link(cls.env.ref("triangle_kpis.group_feature_forecast").id)]
        cls.volume = cls.env["triangle.kpi"].create({
            "code": "TVOL", "name": "Interactions", "side": "interactive", "unit": "count", "interval_kind": "poisson",
            "formula": "interaction_num", "num_measure": "interaction"})

    def _days(self, counts, code="interaction", part="num"):
        """Cells of the last days, the newest yesterday."""
        measure = self.env["triangle.measure"]._ids_by_code()[code]
        months = {}
        for back, count in enumerate(reversed(counts), 1):
            day = TODAY - timedelta(days=back)
            num, den = count if isinstance(count, tuple) else (count, 0)
            self._cell(measure, 0, day, num, den)
            key = day.replace(day=1)
            months[key] = [a + b for a, b in zip(months.get(key, (0, 0)), (num, den), strict=True)]
        for month, (num, den) in months.items():
            self._cell(measure, 1, month, num, den)

    def _cell(self, measure, level, day, num, den):
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,"
            " campaign_id, employee_id, num, den, n) VALUES (%s, %s, 0, %s, %s, 0, 0, 0, 0, 0, %s, %s, %s)",
            measure, level, day, self.company.id, num, den, den or num))

    def _said(self, kpi=None):
        return self.dashboard._forecast(kpi or self.volume, {})

    def _usual(self, weeks):
        """Whole weeks up to yesterday, a Tuesday; a little more or less every other week."""
        days = [value + (i // 7 % 2) for i, value in enumerate(WEEK * (weeks + 1))]
        return days[:weeks * 7 + 2]

    def test_the_next_seven_days(self):
        self._days(self._usual(12))
        said = self._said()
        self.assertEqual((said["grain"], len(said["points"]), said["points"][0]["from"]), ("day", 7, str(TODAY)))
        self.assertAlmostEqual(said["points"][0]["value"], WEEK[2], delta=2)
        self.assertLessEqual(said["points"][0]["low"], said["points"][0]["value"])
        self.assertTrue(said["mase"][0]["naive"] and said["mase"][0]["smooth"] and said["fold"]["actual"])
        self.assertTrue(0 <= said["coverage"] <= 1)
        self.assertEqual(said["long"]["reason"], "insufficient_history")

    def test_too_little_history(self):
        self._days(WEEK)
        said = self._said()
        self.assertEqual((said["method"], said["reason"], said["points"]), (None, "insufficient_history", []))
        self.assertIn("two weeks", said["text"])

    def test_not_tried_yet(self):
        self._days(WEEK * 2 + WEEK[:2])
        said = self._said()
        self.assertEqual((said["method"], said["unproven"], said["mase"][0]["naive"]), ("naive", True, None))

    def test_empty_days_are_looked_at_by_the_week(self):
        self._days([1, 0, 0, 0, 0, 0, 0] * 10)
        self.assertEqual(self._said()["grain"], "week")

    def test_closed_days_are_zero(self):
        self._days(self._usual(12))
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.company.resource_calendar_id.id, "company_id": self.company.id,
            "date_from": datetime(2026, 3, 18, 22), "date_to": datetime(2026, 3, 19, 22)})
        said = self._said()
        self.assertEqual([point["value"] for point in said["points"] if point["from"] == "2026-03-19"], [0])
        self.assertGreater(said["points"][0]["value"], 0)

    def test_a_share_only_through_its_parts(self):
        share = self.env["triangle.kpi"].search([("code", "=", "K33")])
        self._days([(w - 1, w) for w in self._usual(12)], code="promise_kept")
        said = self._said(share)
        self.assertAlmostEqual(said["points"][0]["value"], 25 / 26, delta=0.05)
        self.assertIsNone(said["points"][0]["low"])
        self.assertEqual(len(said["mase"]), 2)

    def test_what_is_not_forecast(self):
        """Quantiles, means and figures counted by code or live have none."""
        Kpi = self.env["triangle.kpi"]
        median = Kpi.create({
            "code": "TMED", "name": "Median", "side": "interactive", "unit": "minutes", "interval_kind": "order",
            "formula": "first_response_minutes_p50", "num_measure": "first_response_minutes"})
        self.assertIsNone(self._said(median))
        self.assertIsNone(self._said(Kpi.search([("live", "!=", False)], limit=1)))

    def test_a_new_normal_cuts_off_what_was_before(self):
        self._days([100 + v for v in self._usual(8)] + WEEK * 4)
        since = TODAY - timedelta(days=28)
        self.env["triangle.alert.baseline"].create({
            "kpi_id": self.volume.id, "company_id": self.company.id, "grain": "week", "kind": "u", "periods": 0,
            "first_day": since, "last_day": since, "taken_by_id": self.env.uid,
            "definition": self.env["triangle.alert.baseline"]._definition(self.volume)})
        said = self._said()
        self.assertLess(max(point["value"] for point in said["points"]), 60)
        self.assertLessEqual(len(said["past"]), 28)

    def test_only_when_switched_on(self):
        self._days(self._usual(4))
        self.env.ref("base.group_user").implied_ids = [
            Command.unlink(self.env.ref("triangle_kpis.group_feature_forecast").id)]
        self.env.registry.clear_cache()
        viewer = self._viewer("no_forecast")
        self.assertIsNone(self.dashboard.with_user(viewer)._forecast(self.volume, {}))

    def test_dates(self):
        """By the month: whole months ahead."""
        spans = self.env["triangle.forecast"]._next("month", date(2026, 1, 31))
        self.assertEqual((spans[0], spans[-1]), ((date(2026, 2, 1), date(2026, 2, 28)),
                                                 (date(2027, 1, 1), date(2027, 1, 31))))
        self.assertEqual(NOW.date(), TODAY)
