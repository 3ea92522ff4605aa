from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.browser_common import BrowserCase


@tagged("post_install", "-at_install", "browser")
class TestPageTour(BrowserCase):
    """The page opens, a number opens its records, and back leads to the page as it was left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        company = cls.env.ref("base.main_company")
        promises = cls.env["frontoffice.promise"].create([{
            "name": "Engineer comes", "partner_id": cls.env.user.partner_id.id, "company_id": company.id,
            "due_at": now - timedelta(days=1 + 2 * i),
        } for i in range(40)])
        for i, promise in enumerate(promises):
            late = timedelta(hours=9 if i % 4 == 0 else -1)
            promise.write({
                "made_at": promise.due_at - timedelta(days=2), "enabled_at": promise.due_at - timedelta(days=1),
                "realistic": "yes" if i % 8 else "no", "fulfilled_at": promise.due_at + late, "in_full": True,
            })
        cls.env["triangle.fact"]._refresh()

    def test_a_number_opens_its_records(self):
        self.start_tour("/odoo/triangle", "triangle_kpis_page", login="admin")

    def test_screenshots(self):
        ready = "document.querySelector('.o_triangle_sentence') !== null"
        for name, options in {
            "triangle-light": {"width": 1280, "height": 800},
            "triangle-dark": {"width": 1280, "height": 800, "dark": True},
            "triangle-phone": {"width": 400, "height": 850},
        }.items():
            path = self.screenshot(name, "/odoo/triangle", ready=ready, **options)
            self.assertGreater(path.stat().st_size, 10000)
