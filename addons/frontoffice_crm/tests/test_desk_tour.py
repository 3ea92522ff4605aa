from odoo.tests import tagged

from .browser_common import BrowserCase
from .desk_common import DeskMixin


def hoot_id(path):
    """The id the test runner gives to a suite: a 31-hash of its path."""
    number = 0
    for character in path:
        number = (31 * number + ord(character)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install", "browser")
class TestDeskTour(DeskMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_desk()
        cls.priya.password = "desk_priya"

    def test_a_call_by_keyboard(self):
        path = self.start_tour_and_capture(
            "/odoo/front-desk", "frontoffice_crm.desk", "desk-tour", login="desk_priya"
        )
        self.assertTrue(path.exists())
        case = self.env["frontoffice.case"].search([("partner_id", "=", self.ana.id)])
        self.assertEqual((len(case), case.subject, case.state), (1, "Boiler stopped", "open"))
        promise = case.promise_ids.filtered(lambda p: p.origin_kind == "person")
        self.assertEqual(promise.override_reason, "the van is around the corner")
        encounter = case.encounter_ids
        self.assertEqual((encounter.need_confirmed, encounter.note), (True, "no heat since Monday"))
        undone = self.env["frontoffice.case"].with_context(active_test=False).search(
            [("partner_id", "=", self.ana.id), ("active", "=", False)]
        )
        self.assertEqual((len(undone), undone.state), (1, False))

    def test_dark_stylesheet_on_request(self):
        self.authenticate("desk_priya", "desk_priya")
        self.assertNotIn("web.assets_web_dark", self.url_open("/odoo").text)
        self.opener.cookies["color_scheme"] = "dark"
        self.assertIn("web.assets_web_dark", self.url_open("/odoo").text)

    def test_pictures(self):
        ready = "document.querySelector('.o_front_desk [data-desk=who]') !== null"
        for name, options in (
            ("desk-light", {"width": 1280, "height": 800}),
            ("desk-dark", {"width": 1280, "height": 800, "dark": True}),
            ("desk-phone", {"width": 400, "height": 800}),
        ):
            path = self.screenshot(name, "/odoo/front-desk", login="desk_priya", ready=ready, **options)
            self.assertGreater(path.stat().st_size, 5000)

    def test_units(self):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={hoot_id('@frontoffice_crm')}",
            "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
