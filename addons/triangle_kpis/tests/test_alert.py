from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW, TriangleCase

SUNDAY = date(2026, 3, 15)  # the last complete week before NOW


class AlertCase(TriangleCase):
    """Weeks of promises kept or not, as cells: what the judge reads. Alerts are switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch("alert")
        cls.env.cr.execute("DELETE FROM triangle_alert; DELETE FROM triangle_alert_baseline")
        cls.env.cr.execute("UPDATE triangle_kpi SET active = FALSE WHERE code NOT IN ('K33', 'K38', 'K59', 'OVERDUE')")
        cls.env.invalidate_all()
        cls.kpi = cls.env["triangle.kpi"].search([("code", "=", "K33")])
        cls.judge = cls.env["triangle.alert.judge"]
        cls.env["triangle.alert.rule"].create({
            "company_id": cls.company.id, "owner_id": cls._viewer("alert_owner").id})

    @classmethod
    def _viewer(cls, login="fact_viewer", groups="triangle_kpis.group_viewer", company=None):
        return TriangleCase._viewer(cls, login, groups, company)

    @classmethod
    def _switch(cls, name):
        feature = cls.env.ref(f"triangle_kpis.group_feature_{name}")
        cls.env.ref("base.group_user").implied_ids = [Command.link(feature.id)]

    def _weeks(self, counts, code="promise_kept", team=0, last=SUNDAY, den=100):
        """Put cells of complete weeks, the newest first week ending on ``last``; a count may be (num, den)."""
        measure = self.env["triangle.measure"]._ids_by_code()[code]
        rows, gset = [], 1 if team else 0
        for back, count in enumerate(reversed(counts)):
            num, of = count if isinstance(count, tuple) else (count, den)
            day = last - timedelta(days=7 * back + 3)
            rows += [(measure, level, gset, when, self.company.id, team, num, of)
                     for level, when in ((0, day), (1, day.replace(day=1)))]
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,"
            " campaign_id, employee_id, num, den, n, sum, sumsq) VALUES %s",
            SQL(", ").join(SQL("(%s, %s, %s, %s, %s, %s, 0, 0, 0, 0, %s, %s, %s, %s, %s)",
                               *row, row[-1], row[-2], row[-2] ** 2 / row[-1]) for row in rows)))

    def _night(self, at=None):
        """One night's judging; returns the alerts about promises kept, newest first."""
        if at:
            self._at(at)
        self.env["triangle.job.run"].search([]).write({"as_of": datetime.now(), "ok": True})
        self.judge._judge_company(self.company)
        return self._alerts()

    def _alerts(self, family="spc"):
        return self.env["triangle.alert"].search(
            [("company_id", "=", self.company.id), ("kpi_id", "=", self.kpi.id), ("family", "=", family)],
            order="id desc")

    def _usual(self, weeks=24):
        """90 of 100 kept, a little more or less."""
        return [88, 92] * (weeks // 2)


@tagged("post_install", "-at_install")
class TestAlert(AlertCase):
    def test_one_bad_week(self):
        """R1: one alert, an owner, a to-do with a day, the numbers of the chart; no mail."""
        self._weeks([*self._usual(), 60])
        mails = self.env["mail.mail"].search_count([])
        alert = self._night()
        self.assertEqual(len(alert), 1)
        self.assertEqual((alert.state, alert.rules, alert.adverse, alert.grain), ("open", "R1", True, "week"))
        self.assertEqual((alert.value, alert.n, alert.last_day), (0.6, 100, SUNDAY))
        self.assertAlmostEqual(alert.centre, 0.9)
        self.assertAlmostEqual(alert.low, 0.81, places=4)
        self.assertEqual(alert.owner_id.login, "alert_owner")
        self.assertEqual(alert.activity_ids.user_id, alert.owner_id)
        self.assertEqual(alert.activity_ids.date_deadline, date(2026, 3, 21))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "in the app, no mail")
        self.assertEqual(alert.name, "Kept: 60 %, usually 81 % to 99 %")

    def test_a_second_night_changes_nothing(self):
        self._weeks([*self._usual(), 60])
        alert = self._night()
        before = alert.read()[0]
        self.assertEqual(self._night(), alert)
        self.assertEqual(alert.read()[0], before)
        self.assertEqual(len(alert.activity_ids), 1)

    def test_again_only_on_a_new_rule(self):
        self._weeks([*self._usual(), 60])
        alert = self._night()
        self._weeks([60], last=SUNDAY + timedelta(weeks=1))
        self.assertEqual(self._night(NOW + timedelta(weeks=1)), alert, "one open for a figure and a unit")
        self.assertEqual((alert.rules, alert.last_day), ("R1,R3", SUNDAY + timedelta(weeks=1)))
        self.assertEqual(len(alert.activity_ids), 2, "R3 is new")
        self._weeks([60], last=SUNDAY + timedelta(weeks=2))
        self._night(NOW + timedelta(weeks=2))
        self.assertEqual(len(alert.activity_ids), 2, "nothing new to tell")

    def test_the_usual_range_stays(self):
        """Twelve bad weeks later the limits are what they were."""
        self._weeks([*self._usual(), *[70] * 12])
        self._night()
        baseline = self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)])
        self._weeks([70] * 4, last=SUNDAY + timedelta(weeks=4))
        self._night(NOW + timedelta(weeks=4))
        again = self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)])
        self.assertEqual((again, again.centre, again.periods), (baseline, baseline.centre, 24))

    def test_twelve_to_judge_eight_to_draw(self):
        for weeks, provisional in ((7, None), (9, True), (12, False)):
            with self.subTest(weeks=weeks):
                self.env.cr.execute("DELETE FROM triangle_cell; DELETE FROM triangle_alert_baseline")
                self.env.invalidate_all()
                self._weeks([*([88, 92] * 6)[:weeks]])
                self.assertFalse(self._night())
                found = self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)])
                self.assertEqual(found.provisional if found else None, provisional)
        self._weeks([50], last=SUNDAY + timedelta(weeks=1))
        self.assertEqual(self._night(NOW + timedelta(weeks=1)).rules, "R1", "frozen at twelve, so the next is judged")

    def test_below_twelve_nobody_is_told(self):
        self._weeks([*[88, 92] * 5, 20])
        self.assertFalse(self._night())

    def test_quiet_for_eight_periods(self):
        self._weeks([*self._usual(), 60])
        alert = self._night()
        self._weeks([90] * 7, last=SUNDAY + timedelta(weeks=7))
        self._night(NOW + timedelta(weeks=7))
        self.assertEqual(alert.state, "open")
        self._weeks([88], last=SUNDAY + timedelta(weeks=8))
        self._night(NOW + timedelta(weeks=8))
        self.assertEqual((alert.state, alert.cause), ("closed", "quiet"))
        self.assertFalse(alert.activity_ids)
        self.assertEqual(self._night(), alert, "and does not come back by itself")

    def test_the_right_way_is_noted_and_nobody_is_told(self):
        self._weeks([*[78, 82] * 12, 99])
        alert = self._night()
        self.assertEqual((alert.state, alert.adverse), ("noted", False))
        self.assertFalse(alert.activity_ids or alert.owner_id)
        page = self.dashboard.with_user(self._viewer("noted")).get_page({})
        self.assertFalse([line for line in page["alerts"] if line["id"] == alert.id])

    def test_less_is_better(self):
        self.kpi.direction = "down"
        self._weeks([*self._usual(), 60])
        self.assertEqual(self._night().state, "noted")

    def test_a_team_has_its_own(self):
        self._weeks([*self._usual(), 90])
        self._weeks([*self._usual(), 55], team=self.teams[1].id)
        alert = self._night()
        self.assertEqual((alert.team_id, alert.name.split(":")[0]), (self.teams[1], "Kept · Desk 1"))
        rule = self.env["triangle.alert.rule"].search([("company_id", "=", self.company.id)])
        alert.unlink()
        rule.by_team = False
        self.assertFalse(self._night())

    def test_a_figure_left_alone(self):
        self.env["triangle.alert.rule"].create({
            "company_id": self.company.id, "kpi_id": self.kpi.id, "watched": False})
        self._weeks([*self._usual(), 60])
        self.assertFalse(self._night())

    def test_few_records_are_looked_at_by_the_month(self):
        """18 of 20: two misses expected a week, so months are judged."""
        self._weeks([(18, 20)] * 60)
        self._night()
        baseline = self.env["triangle.alert.baseline"].search([("kpi_id", "=", self.kpi.id)])
        self.assertEqual(baseline.grain, "month")

    def test_switched_off(self):
        self.env.ref("base.group_user").implied_ids = [
            Command.unlink(self.env.ref("triangle_kpis.group_feature_alert").id)]
        self._weeks([*self._usual(), 60])
        self.judge._cron_judge()
        self.assertFalse(self._alerts())
        self.assertEqual(self.dashboard.get_page({})["alerts"], [])
