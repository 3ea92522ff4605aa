from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .axe_common import OURS, AxeCase
from .test_known_pictures import sample_people

# What of a list and of a board is Odoo's own: boxes to select, columns to choose, the clock of activities.
STOCK = "exclude: [['.o_list_record_selector'], ['.o_optional_columns_dropdown'], ['.o_field_kanban_activity']]"
LIST, BOARD = (f"{{include: [['{part}']], {STOCK}}}" for part in (".o_list_table", ".o_kanban_renderer"))
# menu -> (who it is for, what its page must show, what of the page is ours)
PAGES = {
    "menu_own": ("priya", ".o_triangle_own .o_triangle_tile", OURS),
    "menu_alert_all": ("helen", ".o_kanban_renderer .o_kanban_record", BOARD),
    "menu_target": ("helen", ".o_list_renderer .o_data_row", LIST),
    "menu_council": ("helen", "main h1", "document"),
    "menu_access_log": ("helen", ".o_list_renderer", LIST),
}


@tagged("post_install", "-at_install", "browser")
class TestMenuAxe(AxeCase):
    """Pages behind a switch, opened from their menu by whom they are for, without serious barriers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample_people(cls)
        cls.env.ref("base.group_user").implied_ids = [Command.link(cls.env.ref(
            f"triangle_kpis.group_feature_{name}").id) for name in ("figures", "alert", "personal")]
        cls.helen.group_ids = [Command.link(cls.env.ref("triangle_kpis.group_manager").id)]
        cls.env["triangle.fact"]._refresh()
        cls.env["triangle.alert"].create({
            "kpi_id": cls.env.ref("triangle_kpis.kpi_k33").id, "company_id": cls.helen.company_id.id,
            "family": "target", "value": 0.7, "target": 0.95, "state": "missing",
            "first_day": fields.Date.today(), "last_day": fields.Date.today(),
        })

    def _address(self, menu, user):
        """Where a menu leads somebody who sees it; fails for who does not."""
        self.env.registry.clear_cache()
        seen = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        self.assertIn(menu.id, seen, f"{user.name} does not see {menu.complete_name}")
        action = menu.action
        return action.url if action._name == "ir.actions.act_url" else f"/odoo/action-{action.id}"

    def _open(self, name):
        person, shown, within = PAGES[name]
        user = self.env.ref(f"__sample__.users_{person}")
        self.assert_open_to_all(
            self._address(self.env.ref(f"triangle_kpis.{name}"), user), f"document.querySelector('{shown}') !== null",
            login=user.login, within=within)

    def test_my_figures(self):
        self._open("menu_own")

    def test_alerts(self):
        self._open("menu_alert_all")

    def test_targets(self):
        self._open("menu_target")

    def test_the_sheet_for_the_works_council(self):
        self._open("menu_council")

    def test_who_looked(self):
        self._open("menu_access_log")

    def test_a_switch_adds_no_menu_of_analysts_for_others(self):
        """Priya answers the telephone: with the switches on she has her own figures, and no menu of analysts."""
        seen = self.env["ir.ui.menu"].with_user(self.env.ref("__sample__.users_priya")).load_menus(False)
        for name in ("menu_target", "menu_report", "menu_kpi", "menu_alert_rule", "menu_rebuild"):
            self.assertNotIn(self.env.ref(f"triangle_kpis.{name}").id, seen, name)
