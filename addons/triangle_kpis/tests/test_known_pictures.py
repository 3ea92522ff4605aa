from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

from .axe_common import AxeCase
from .test_story_pictures import SIZES, months_ago


def sample_people(cls):
    """The sample company with a password for its people; and a target Service North and Parts share."""
    cls.env["frontoffice.sample"].load()
    cls.env["triangle.fact"]._refresh()
    for name in ("priya", "ines", "helen"):
        user = cls.env.ref(f"__sample__.users_{name}")
        user.password = user.login  # rolled back with the test; the sample's people have none
    cls.helen = cls.env.ref("__sample__.users_helen")
    today = fields.Date.today()
    cls.env["triangle.target"].create({
        "kpi_id": cls.env.ref("triangle_kpis.kpi_k38").id, "company_id": cls.helen.company_id.id, "value": 0.9,
        "team_id": cls.env.ref("__sample__.team_north").id, "reason": "Agreed by both",
        "department_id": cls.env.ref("__sample__.department_parts").id,
        "date_from": today - timedelta(days=400), "date_to": today + timedelta(days=200)})


@tagged("post_install", "-at_install", "browser")
class TestKnownPictures(BrowserCase):
    """What stands beside the figures: an earlier day, what is not ripe, shared targets, teams that are alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample_people(cls)

    def _pictures(self, name, url, ready, height=None):
        for kind, look in SIZES.items():
            path = self.screenshot(f"{name}-{kind}", url, login=self.helen.login, ready=ready, **{
                **look, "height": height or look["height"]})
            self.assertGreater(path.stat().st_size, 10000)

    def test_the_page_of_an_earlier_day(self):
        ready = "document.querySelector('.o_triangle_known') !== null"
        self._pictures("known", f"/odoo/triangle?asof={months_ago(1)}", ready)

    def test_the_menu_it_is_chosen_in(self):
        self._pictures("known-menu", "/odoo/triangle", """(() => {
            const form = document.querySelector('.o_triangle_known_form');
            if (!form && document.querySelector('.o_triangle_sentence')) {
                document.querySelector('.o_triangle_period').click();
            }
            return form !== null;
        })()""")

    def test_shared_targets(self):
        self._pictures("shared", "/odoo/triangle", "document.querySelector('.o_triangle_pair') !== null", 2000)

    def test_what_is_not_ripe(self):
        self._pictures("young", "/odoo/figure?kpi=K21", "document.querySelector('.o_triangle_young') !== null")

    def test_teams_that_are_alike(self):
        self._pictures(
            "alike", "/odoo/figure?kpi=K33&sure=1&preset=last_12_months",
            "document.querySelector('.o_triangle_members') !== null", 2000)


@tagged("post_install", "-at_install", "browser")
class TestOwnAxe(AxeCase):
    """One's own figures, the works council's sheet and what stands beside the figures, without serious barriers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample_people(cls)
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("triangle_kpis.group_feature_personal")
        cls.env["triangle.fact"]._refresh()

    def test_own_figures(self):
        self.assert_open_to_all(
            "/odoo/my-figures", "document.querySelector('.o_triangle_own .o_triangle_tile') !== null",
            login=self.env.ref("__sample__.users_priya").login,
            act="document.querySelector('.o_triangle_sure_button').click()")

    def test_the_sheet_for_the_works_council(self):
        self.assert_open_to_all(
            "/service_triangle/council", "document.querySelector('main h1') !== null", login=self.helen.login,
            within="document")

    def test_an_earlier_day_and_its_menu(self):
        self.assert_open_to_all(
            f"/odoo/triangle?asof={months_ago(1)}", "document.querySelector('.o_triangle_known') !== null",
            login=self.helen.login)
        self.assert_open_to_all(
            "/odoo/triangle", "document.querySelector('.o_triangle_pair') !== null", login=self.helen.login,
            act="document.querySelector('.o_triangle_period').click()",
            within="document.querySelector('.o_triangle_known_form')")  # the menu around it is Odoo's
