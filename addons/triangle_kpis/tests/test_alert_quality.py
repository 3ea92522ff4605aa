from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW
from .test_alert import SUNDAY, AlertCase


@tagged("post_install", "-at_install")
class TestAlertQuality(AlertCase):
    """First the data: what is wrong with it is said, and figures that rest on it are held."""

    def _found(self, family):
        return self.env["triangle.alert"].search([
            ("company_id", "=", self.company.id), ("family", "=", family), ("state", "!=", "closed")])

    def test_a_stale_source_holds_its_figures(self):
        self._weeks([*self._usual(), 60])
        runs = self.env["triangle.job.run"].search([("source", "=", "promise")])
        runs.as_of = NOW - timedelta(hours=25)
        self.judge._judge_company(self.company)
        stale = self._found("stale")
        self.assertEqual((stale.source, stale.state), ("promise", "open"))
        self.assertEqual(stale.activity_ids.user_id.login, "alert_owner")
        self.assertFalse(self._alerts(), "held while the source cannot be trusted")
        self.judge._judge_company(self.company)
        self.assertEqual((self._found("stale"), len(stale.activity_ids)), (stale, 1), "said once")
        runs.as_of = NOW
        self.judge._judge_company(self.company)
        self.assertEqual((stale.state, stale.cause), ("closed", "quiet"))
        self.assertEqual(self._alerts().state, "open", "and now it is said")

    def test_a_failed_run_is_stale(self):
        self._weeks([90])
        self.env["triangle.job.run"].create({
            "source": "promise", "started_at": NOW, "ok": False, "error": "KeyError: x"})
        self.judge._judge_company(self.company)
        self.assertIn("KeyError: x", self._found("stale").words)

    def test_other_sources_are_judged(self):
        self._weeks([*self._usual(), 60])
        self._weeks([*self._usual(), 60], code="handoff_sla")
        self.env["triangle.job.run"].search([("source", "=", "handoff")]).as_of = NOW - timedelta(hours=25)
        self.judge._judge_company(self.company)
        self.assertEqual(self._found("spc").kpi_id.code, "K33")

    def test_far_fewer_than_usual(self):
        """Less than half of the same weekday's median over eight weeks; not on a holiday."""
        measure = self.env["triangle.measure"]._ids_by_code()["promise_kept"]
        yesterday = NOW.date() - timedelta(days=1)
        for back in range(9):
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id,"
                " department_id, campaign_id, employee_id, num, den, n) VALUES"
                " (%(m)s, 0, 0, %(d)s, %(c)s, 0, 0, 0, 0, 0, %(n)s, %(n)s, %(n)s),"
                " (%(m)s, 1, 0, %(d)s, %(c)s, 0, 0, 0, 0, 0, %(n)s, %(n)s, %(n)s)",
                m=measure, d=yesterday - timedelta(weeks=back), c=self.company.id, n=9 if not back else 20))
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        self.assertEqual(quality._check_volume(), {
            "promise": {"day": str(yesterday), "measures": {"promise_kept": [9, 20]}}})
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": self.company.resource_calendar_id.id, "company_id": self.company.id,
            "date_from": datetime.combine(yesterday, datetime.min.time()) - timedelta(hours=3),
            "date_to": datetime.combine(yesterday, datetime.max.time()).replace(microsecond=0)})
        self.assertFalse(quality._check_volume(), "nobody worked that day")

    def test_a_weekend_is_compared_with_weekends(self):
        """Twenty on each weekday, two on Saturdays and Sundays: no day of the week is an alert, working day or not."""
        measure = self.env["triangle.measure"]._ids_by_code()["promise_kept"]
        for back in range(80):
            day = NOW.date() + timedelta(days=7 - back)
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id,"
                " department_id, campaign_id, employee_id, num, den, n) VALUES"
                " (%(m)s, 0, 0, %(d)s, %(c)s, 0, 0, 0, 0, 0, %(n)s, %(n)s, %(n)s)"
                ", (%(m)s, 1, 0, %(d)s, %(c)s, 0, 0, 0, 0, 0, %(n)s, %(n)s, %(n)s)",
                m=measure, d=day, c=self.company.id, n=2 if day.weekday() > 4 else 20))
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        for calendar in (self.company.resource_calendar_id, False):
            self.company.resource_calendar_id = calendar
            for ahead in range(7):
                self._at(NOW + timedelta(days=ahead))
                self.assertEqual(quality._check_volume(), {}, f"{ahead} {calendar}")

    def test_no_alert_is_daily(self):
        """Figures are judged by complete weeks or months, so that each has its weekend."""
        grains = dict(self.env["triangle.alert"]._fields["grain"].selection)
        self.assertEqual(set(grains), {"week", "month"})
        kpi = self.env.ref("triangle_kpis.kpi_k33")
        self.assertEqual(self.env["triangle.chart"]._grains(kpi), ["week", "month"])
        for first, last in self.env["triangle.chart"]._spans("week", NOW.date(), 12):
            self.assertEqual((first.weekday(), last.weekday()), (0, 6))

    def test_too_many_belong_to_nobody(self):
        for i in range(40):
            self._promise(timedelta(days=-3, minutes=-i), team_id=False if i < 5 else self.teams[0].id)
        self.env["triangle.fact"]._refresh()
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        found = quality._check_unassigned()
        nobody, every = found["promise"]["team_id"]
        self.assertEqual(nobody / every, 5 / 40)
        self.env["frontoffice.promise"].search([("company_id", "=", self.company.id), ("team_id", "=", False)],
                                               limit=2).team_id = self.teams[0]
        self.env["triangle.fact"]._refresh()
        self.assertNotIn("promise", quality._check_unassigned(), "3 of 40")

    def test_facts_are_counted_again(self):
        promises = [self._promise(timedelta(days=-3, minutes=-i)) for i in range(5)]
        self.env["triangle.fact"]._refresh()
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        self.assertFalse(quality._check_mismatch())
        self.env.cr.execute(
            "UPDATE triangle_fact SET num = 1 - num WHERE record_id = %s AND num + den > 1", [promises[2].id])
        found = quality._check_mismatch()["promise"]
        self.assertEqual((found["ids"], found["of"]), ([promises[2].id], 5))
        self.judge._judge_company(self.company)
        action = self._found("mismatch").action_records()
        self.assertEqual((action["res_model"], action["domain"]),
                         ("frontoffice.promise", [["id", "in", [promises[2].id]]]))

    def test_what_waits_to_be_counted_is_no_mismatch(self):
        promise = self._promise()
        self.env["triangle.fact"]._refresh()
        promise.fulfilled_at = False
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        self.assertFalse(quality._check_mismatch())

    def test_times_that_cannot_be(self):
        fine = self._encounter()
        ahead = self._encounter(timedelta(hours=2))
        turned = self._encounter(ended_at=NOW - timedelta(days=9))
        self.env["triangle.fact"]._refresh()
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        self.assertEqual(quality._check_clock()["encounter"]["ids"], sorted([ahead.id, turned.id]))
        self.assertTrue(fine)

    def test_open_work_adds_up(self):
        quality = self.judge._of_company(self.company).env["triangle.alert.quality"]
        known = self.env["triangle.measure"]._ids_by_code()
        if "work_sent" not in known:
            self.skipTest("open work is not counted here")
        self.env.cr.execute(SQL(
            "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,"
            " campaign_id, employee_id, num, den, n) SELECT m, l, 0, %s, %s, 0, 0, 0, 0, 0, n, 0, n FROM (VALUES"
            " (%s, 3), (%s, 1)) v(m, n), generate_series(0, 1) l",
            SUNDAY.replace(day=1), self.company.id, known["work_sent"], known["work_ready"]))
        self.assertEqual(quality._check_flow(), {"handoff_event": {"flow": 2, "open": 0}})
        handoffs = [self._handoff(final_at=False, done_at=False) for _i in range(2)]
        self.env.cr.execute("UPDATE backoffice_handoff SET state = 'sent' WHERE id = ANY(%s)",
                            [[handoff.id for handoff in handoffs]])
        self.env["triangle.dirty"].search([]).unlink()
        self.env["triangle.engine"]._flush_marks()
        self.env.cr.execute("DELETE FROM triangle_dirty")
        self.assertFalse(quality._check_flow())
