from odoo.tests import tagged

from .browser_common import BrowserCase

MIRRORED = "getComputedStyle(document.body).direction === 'rtl'"


@tagged("post_install", "-at_install", "browser")
class TestRightToLeft(BrowserCase):
    """Arabic reads from right to left: the desk and a case are mirrored, translated, and not wider than the screen."""

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

    def _mirrored(self, selector):
        return (
            f"document.querySelector('{selector}') !== null && {MIRRORED}"
            " && document.documentElement.scrollWidth <= window.innerWidth + 1"
        )

    def test_the_desk(self):
        path = self.screenshot("front-desk-rtl", "/odoo/front-desk", ready=self._mirrored(".o_fo_desk, .o_desk, input"))
        self.assertGreater(path.stat().st_size, 5000)

    def test_a_case(self):
        url = f"/odoo/cases/{self.case.id}"
        path = self.screenshot("case-rtl", url, ready=self._mirrored(".o_form_view .o_form_sheet"))
        self.assertGreater(path.stat().st_size, 5000)

    def test_the_desk_on_a_phone(self):
        ready = self._mirrored(".o_fo_desk, .o_desk, input")
        path = self.screenshot("front-desk-rtl-phone", "/odoo/front-desk", width=400, height=850, ready=ready)
        self.assertGreater(path.stat().st_size, 5000)

    def test_words_are_arabic(self):
        menu = self.env.ref("frontoffice_crm.menu_promise").with_context(lang="ar_001").name
        self.assertRegex(menu, "[\u0600-\u06ff]")
