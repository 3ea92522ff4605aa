from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase

SIZES = {
    "light": {"width": 1280, "height": 800},
    "dark": {"width": 1280, "height": 800, "dark": True},
    "phone": {"width": 400, "height": 850},
}


def months_ago(count):
    """First day of the month ``count`` months before this one."""
    today = date.today()
    number = today.year * 12 + today.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


@tagged("post_install", "-at_install", "browser")
class TestStoryPictures(BrowserCase):
    """The three screens of the sample company, as its own people see them: light, dark, phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["frontoffice.sample"].load()
        cls.env["triangle.fact"]._refresh()
        for name in ("priya", "ines", "helen"):
            user = cls.env.ref(f"__sample__.users_{name}")
            user.password = user.login  # rolled back with the test; the sample's people have none

    def _login(self, name):
        return self.env.ref(f"__sample__.users_{name}").login

    def _pictures(self, name, url, login, ready):
        for kind, options in SIZES.items():
            path = self.screenshot(f"story-{name}-{kind}", url, login=login, ready=ready, **options)
            self.assertGreater(path.stat().st_size, 10000)

    def test_the_page_in_the_bad_quarter(self):
        last = months_ago(5) - timedelta(days=1)
        url = f"/odoo/triangle?from={months_ago(8)}&to={last}&compare=none"
        self._pictures("triangle", url, self._login("helen"), "document.querySelector('.o_triangle_sentence') !== null")

    def test_my_work_in_finance(self):
        ready = "document.querySelector('.o_bo_work_row') !== null"
        self._pictures("work", "/odoo/my-work", self._login("ines"), ready)

    def test_the_front_desk_in_a_call(self):
        for kind, options in SIZES.items():
            self.browser_size = f"{options['width']}x{options['height']}"
            path = self.start_tour_and_capture(
                "/odoo/front-desk", "triangle_kpis.story_desk", f"story-desk-{kind}", login=self._login("priya"),
                cookies={"color_scheme": "dark" if options.get("dark") else "light"},
            )
            self.assertGreater(path.stat().st_size, 10000)

    def test_three_clicks_to_the_records(self):
        self.start_tour("/odoo/triangle", "triangle_kpis.story_page", login=self._login("helen"))
        last = months_ago(5) - timedelta(days=1)
        url = f"/odoo/triangle?from={months_ago(8)}&to={last}&compare=none"
        self.start_tour(url, "triangle_kpis.story_clicks", login=self._login("helen"))
