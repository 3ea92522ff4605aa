from odoo.tests import tagged

from .browser_common import BrowserCase

MIRRORED = "getComputedStyle(document.body).direction === 'rtl'"


@tagged("post_install", "-at_install", "browser")
class TestRightToLeft(BrowserCase):
    """Arabic reads from right to left: the desk and a case are written so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["base.language.install"].create({
            "lang_ids": cls.env.ref("base.lang_ar").ids, "overwrite": True,
        }).lang_install()
        cls.env.ref("base.user_admin").lang = "ar_001"
        cls.case = cls.env["frontoffice.case"].create({
            "subject": "توقفت الغلاية", "partner_id": cls.env["res.partner"].create({"name": "Ana Ortiz"}).id,
        })

    def test_the_desk_and_a_case(self):
        """One test, because the mirrored stylesheet is made anew for each."""
        case = f"/odoo/cases/{self.case.id}"
        pages = (
            ("front-desk-rtl", "/odoo/front-desk", ".o_front_desk", 1366),
            ("front-desk-rtl-phone", "/odoo/front-desk", ".o_front_desk", 400),
            ("case-rtl", case, ".o_form_sheet", 1366),
        )
        for name, url, selector, width in pages:
            ready = f"document.querySelector('{selector}') !== null && {MIRRORED}"
            path = self.screenshot(name, url, width=width, height=850, ready=ready)
            self.assertGreater(path.stat().st_size, 5000)
