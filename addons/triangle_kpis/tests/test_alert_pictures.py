from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

FEATURES = ("alert", "builder", "forecast")
LOOKS = (("light", 1366, 900, False), ("dark", 1366, 900, True), ("phone", 400, 900, False))


@tagged("post_install", "-at_install", "browser")
class TestAlertPictures(BrowserCase):
    """The form of an alert and the builder as people see them: light, dark and on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids = [
            Command.link(cls.env.ref(f"triangle_kpis.group_feature_{name}").id) for name in FEATURES]
        cls.company = cls.env.ref("base.main_company")
        cls.env.ref("base.user_admin").write({
            "company_id": cls.company.id, "company_ids": [Command.link(cls.company.id)]})
        cls.teams = cls.env["crm.team"].create([
            {"name": name, "is_service": True, "company_id": cls.company.id} for name in ("North", "South")])
        cls.today = cls.env["triangle.dashboard"].with_company(cls.company)._today()
        cls.env.cr.execute(
            "DELETE FROM triangle_cell; DELETE FROM triangle_alert; DELETE FROM triangle_alert_baseline;"
            "DELETE FROM triangle_dirty")
        cls._weeks()
        cls.env["triangle.job.run"].search([]).unlink()
        cls.env["triangle.job.run"].create([
            {"source": name, "started_at": cls.env.cr.now(), "as_of": cls.env.cr.now(), "ok": True}
            for name in cls.env["triangle.measure"]._sources()])
        cls.env["triangle.alert.judge"]._judge_company(cls.company)
        cls.alert = cls.env["triangle.alert"].search([
            ("kpi_id.code", "=", "K33"), ("family", "=", "spc"), ("team_id", "=", False),
            ("company_id", "=", cls.company.id)])

    @classmethod
    def _weeks(cls):
        """Two teams that keep 9 of 10; in the last three weeks one of them does not."""
        measure = cls.env["triangle.measure"]._ids_by_code()["promise_kept"]
        sunday = cls.today - timedelta(days=cls.today.weekday() + 1)
        wave = [44, 46, 45, 47, 43, 46, 44, 45]
        rows = []
        for back in range(40):
            day = sunday - timedelta(days=7 * back + 3)
            counts = [wave[back % 8], 27 if back < 3 else wave[(back + 3) % 8]]
            for level, when in ((0, day), (1, day.replace(day=1))):
                rows += [(measure, level, 1, when, cls.company.id, team.id, count, 50)
                         for team, count in zip(cls.teams, counts, strict=True)]
                rows.append((measure, level, 0, when, cls.company.id, 0, sum(counts), 100))
        cls.env.cr.execute(SQL(
            "INSERT INTO triangle_cell (measure_id, level, gset, day, company_id, team_id, channel_id, department_id,"
            " campaign_id, employee_id, num, den, n) VALUES %s",
            SQL(", ").join(SQL("(%s, %s, %s, %s, %s, %s, 0, 0, 0, 0, %s, %s, %s)", *row, row[-1]) for row in rows)))

    def test_alert_form(self):
        self.assertEqual(self.alert.state, "open")
        for name, width, height, dark in LOOKS:
            path = self.screenshot(
                f"alert_form_{name}", f"/odoo/alerts/{self.alert.id}", width=width, height=height, dark=dark,
                ready="document.querySelector('.o_triangle_chart svg') !== null")
            self.assertGreater(path.stat().st_size, 10_000)

    def test_alert_board(self):
        path = self.screenshot("alert_board_light", "/odoo/alerts", width=1366, height=900,
                               ready="document.querySelector('.o_kanban_record') !== null")
        self.assertGreater(path.stat().st_size, 10_000)

    def test_builder(self):
        builder = self.env["triangle.kpi.builder"].with_user(self.env.ref("base.user_admin")).create({
            "name": "Promises kept, our own way", "formula": "promise_kept_num / promise_kept_den",
            "has_target": True, "target": 0.9,
            "measure_ids": [Command.set(self.env["triangle.measure"].search([("code", "=", "promise_kept")]).ids)]})
        action = self.env.ref("triangle_kpis.action_builder")
        action.write({"target": "current", "res_id": builder.id, "path": "own-figure-picture"})
        for name, width, height, dark in LOOKS:
            path = self.screenshot(
                f"builder_{name}", f"/odoo/own-figure-picture/{builder.id}", width=width, height=height, dark=dark,
                ready="document.querySelector('.o_triangle_chart svg') !== null")
            self.assertGreater(path.stat().st_size, 10_000)

    def test_a_formula_is_checked_while_it_is_typed(self):
        """No blur, no save: the words come after a pause, and a name is put in by its button."""
        action = self.env.ref("triangle_kpis.action_builder")
        action.write({"target": "current", "path": "own-figure-typed"})
        self.browser_js("/odoo/own-figure-typed", """(async () => {
            const until = async (find) => {
                for (let i = 0; i < 200; i++) {
                    if (find()) { return find(); }
                    await new Promise(done => setTimeout(done, 50));
                }
                throw new Error("never came: " + find);
            };
            const input = await until(() => document.querySelector("[name=formula] input"));
            input.focus();
            input.value = "promise_keept_num";
            input.dispatchEvent(new Event("input", { bubbles: true }));
            await until(() => document.querySelector(".alert-warning")?.textContent.includes("promise_keept_num"));
            input.value = "promise_kept_num / promise_kept_den";
            input.dispatchEvent(new Event("input", { bubbles: true }));
            await until(() => document.querySelector(".o_triangle_chart svg"));
            if (document.querySelector(".alert-warning")) { throw new Error("still a problem"); }
            document.querySelector(".o_form_button_cancel, [special=cancel]").click();
            await until(() => !document.querySelector(".o_form_dirty, .o_form_button_save:not(.invisible)"));
            console.log("test successful");
        })()""", "document.querySelector('[name=formula] input') !== null", login="admin", timeout=120)
