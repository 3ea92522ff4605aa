from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import NOW
from .test_alert import SUNDAY, AlertCase


@tagged("post_install", "-at_install")
class TestAlertPage(AlertCase):
    def test_the_page_says_what_is_open(self):
        self._weeks([*self._usual(), 60])
        alert = self._night()
        viewer = self._viewer("page_viewer")
        page = self.dashboard.with_user(viewer).get_page({})
        self.assertEqual(page["alerts"], [{
            "id": alert.id, "kpi": "K33", "text": "Kept: 60 %, usually 81 % to 99 %", "since": str(alert.first_day)}])
        self.assertEqual(self.dashboard.with_user(viewer)._open_alerts({"team_id": self.teams[0].id}), [])
        stranger = self._viewer("page_stranger", company=self._company("Elsewhere", "UTC"))
        theirs = self.env(user=stranger, context={"allowed_company_ids": stranger.company_ids.ids})
        self.assertFalse(theirs["triangle.alert"].search([]))
        self.assertEqual(theirs["triangle.dashboard"]._open_alerts({}), [])

    def test_the_chart_of_a_figure(self):
        self._weeks([*self._usual(), 60])
        self._night()
        chart = self.dashboard.get_kpi("K33", {"date_from": "2026-01-01", "date_to": "2026-03-18"})["chart"]
        self.assertEqual((chart["kind"], chart["grain"], len(chart["points"])), ("p", "week", 25))
        last = chart["points"][-1]
        self.assertEqual((last["label"], last["value"], last["flags"], last["monitored"]), ("9 Mar", 0.6, ["R1"], True))
        self.assertAlmostEqual(last["low"], 0.81, places=4)
        self.assertFalse(chart["points"][0]["monitored"])
        self.assertIn("24 periods", chart["baseline"])

    def test_a_chart_without_a_stored_range(self):
        """One channel: judged against its own first 24 weeks."""
        measure = self.env["triangle.measure"]._ids_by_code()["promise_kept"]
        for back, num in enumerate(reversed([*self._usual(), 60])):
            day = SUNDAY - timedelta(days=7 * back + 3)
            self.env.cr.execute(SQL(
                "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id,"
                " department_id, campaign_id, employee_id, num, den, n) VALUES (%s, 0, 1, %s, %s, 0, %s, 0, 0, 0, %s,"
                " 100, 100)", measure, day, self.company.id, self.channels[0].id, num))
        chart = self.env["triangle.chart"]._chart(self.kpi, {"channel_id": self.channels[0].id}, SUNDAY)
        self.assertEqual((len(chart["points"]), chart["points"][-1]["flags"]), (25, ["R1"]))
        self.assertIn("first 24 periods", chart["baseline"])

    def test_who_contributed(self):
        """Desk 1 fell, Desk 0 did not: the parts add up to the change of the whole, and one stands out."""
        for team, bad in ((self.teams[0], 90), (self.teams[1], 40)):
            self._weeks([*[90] * 24, bad], team=team.id, den=100)
        self._weeks([*[(178, 200), (182, 200)] * 12, (130, 200)])
        alert = self._night().filtered(lambda a: not a.team_id)
        block = next(block for block in alert.members if block["by"] == "team_id")
        rows = {row["name"]: row for row in block["rows"]}
        self.assertEqual([rows[f"Desk {i}"]["stands_out"] for i in (0, 1)], [False, True])
        self.assertAlmostEqual(rows["Desk 1"]["rate"], -0.25)
        total = sum(row["rate"] + row["mix"] for row in block["rows"])
        self.assertAlmostEqual(total, 130 / 200 - 0.9)

    def test_records_behind_it(self):
        for i in range(3):
            self._promise(timedelta(days=-4, minutes=-i), fulfilled_at=False if i else NOW - timedelta(days=5))
        self.env["triangle.fact"]._refresh()
        alert = self.env["triangle.alert"].create({
            "kpi_id": self.kpi.id, "company_id": self.company.id, "family": "spc", "first_day": SUNDAY -
            timedelta(days=6), "last_day": SUNDAY, "adverse": True})
        action = alert.action_records()
        self.assertEqual((action["res_model"], action["total"]), ("frontoffice.promise", 2))

    def test_a_broken_figure_stops_no_other(self):
        self._weeks([*self._usual(), 60])
        broken = self.env["triangle.kpi"].search([("code", "=", "K38")])
        self.env.cr.execute("UPDATE triangle_kpi SET formula = 'gone_num / gone_den' WHERE id = %s", [broken.id])
        self.env.invalidate_all()
        self.assertEqual(self._night().rules, "R1")

    def test_queries_do_not_grow_with_figures(self):
        """A unit is read in a bounded number of queries however many figures there are."""
        self._weeks([*self._usual(), 90])
        self._night()
        with self.assertQueryCount(400):
            self._night()

    def test_menus_only_when_on(self):
        menu = self.env.ref("triangle_kpis.menu_alert")
        viewer = self._viewer("menu_viewer")
        self.assertIn(menu.id, self.env["ir.ui.menu"].with_user(viewer).load_menus(False))
        self.env.ref("base.group_user").implied_ids = [
            Command.unlink(self.env.ref("triangle_kpis.group_feature_alert").id)]
        self.env.registry.clear_cache()
        self.assertNotIn(menu.id, self.env["ir.ui.menu"].with_user(viewer).load_menus(False))
