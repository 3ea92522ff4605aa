from odoo.tests import tagged

from .axe_common import AxeCase


@tagged("post_install", "-at_install", "browser")
class TestPageAxe(AxeCase):
    """The four pages people work on all day, and what the Service Triangle folds away, without serious barriers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["frontoffice.sample"].load()
        cls.env["triangle.fact"]._refresh()
        for name in ("priya", "ines", "helen"):
            user = cls.env.ref(f"__sample__.users_{name}")
            user.password = user.login  # rolled back with the test; the sample's people have none
        cls.logins = {name: f"{name}@lindwater.example" for name in ("priya", "ines", "helen")}

    def test_the_triangle(self):
        """With everything unfolded: the open side, what stands behind "How sure are we?", and its four questions."""
        self.assert_open_to_all(
            "/odoo/triangle", "document.querySelector('.o_triangle_sentence') !== null", login=self.logins["helen"],
            act="""document.querySelector(".o_triangle_more").click();
                   document.querySelector(".o_triangle_sure_button").click();
                   const until = async (found) => { while (!found()) await new Promise(done => setTimeout(done, 50)); };
                   await until(() => document.querySelectorAll("[data-block] h2 button").length === 4);
                   document.querySelectorAll("[data-block] h2 button").forEach(button => button.click());
                   await until(() => document.querySelectorAll(".o_triangle_plain").length === 4);""")

    def test_the_page_of_a_figure(self):
        self.assert_open_to_all(
            "/odoo/figure?kpi=K33&sure=1", "document.querySelector('.o_triangle_sureness') !== null",
            login=self.logins["helen"],
            act="document.querySelectorAll('.o_triangle_page details').forEach(details => { details.open = true; })")

    def test_a_time_on_two_clocks(self):
        self.assert_open_to_all(
            "/odoo/figure?kpi=K20P50&sure=1", "document.querySelector('.o_triangle_hours') !== null",
            login=self.logins["helen"])

    def test_the_front_desk(self):
        self.assert_open_to_all(
            "/odoo/front-desk", "document.querySelector('.o_front_desk') !== null", login=self.logins["priya"])

    def test_my_work(self):
        self.assert_open_to_all(
            "/odoo/my-work", "document.querySelector('.o_bo_work_row') !== null", login=self.logins["ines"])

    def test_a_barrier_is_found(self):
        """The tool looks: a field nobody can hear the name of is a finding."""
        found = self.barriers("/web/login", "document.querySelector('form') !== null", login=None, within="document",
                              act="document.body.prepend(document.createElement('input'))")
        self.assertIn("label", [finding["id"] for finding in found])
