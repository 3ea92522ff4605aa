from freezegun import freeze_time

from odoo import fields
from odoo.tests import loaded_demo_data, tagged

from odoo.addons.frontoffice_crm.tests.sample_common import NOW, SampleCase

from ..tools import window


@tagged("post_install", "-at_install")
class TestSamplePage(SampleCase):
    """A director opens the sample company and reads what its story is about."""

    @classmethod
    def setUpClass(cls):
        freezer = freeze_time(NOW)
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.board = self.env["triangle.dashboard"].with_context(
            allowed_company_ids=self.company.ids).with_company(self.company)

    def _month(self, number):
        """First day of a month of the story."""
        return window.add_months(NOW.date().replace(day=1), number)

    def _bad_quarter(self):
        last = fields.Date.subtract(self._month(-5), days=1)
        return self.board.get_page({"date_from": str(self._month(-8)), "date_to": str(last)})

    def test_the_bad_quarter(self):
        page = self._bad_quarter()
        self.assertEqual(page["score"]["weakest"], "external")
        self.assertIn("Weakest side: MADE", page["sentence"]["text"])
        self.assertIn("“Engineer at your door in 24 hours”", page["actions"][0]["text"])
        kept = next(tile for tile in page["tiles"] if tile["code"] == "K33")
        self.assertAlmostEqual(100 * kept["value"], 70, delta=3)
        partition = page["partition"]
        for part, share in (("over", 53), ("enable", 33), ("deliver", 14)):
            self.assertAlmostEqual(100 * partition[part] / partition["of"], share, delta=6, msg=part)
        self.assertEqual(partition["of"], sum(partition[part] for part in ("over", "enable", "deliver")))

    def test_the_first_action_opens_what_it_names(self):
        page = self._bad_quarter()
        drill = page["actions"][0]["drill"]
        campaign = self.env["utm.campaign"].browse(drill["filters"]["campaign_id"])
        self.assertEqual(campaign, self.env.ref("__sample__.campaign_engineer_24h"))
        done = self.board.drill(drill["kpi"], {**page["filters"], **drill["filters"]}, drill["part"])
        self.assertIn(f": {done['total']} of its", page["actions"][0]["text"])
        self.assertEqual(self.env[done["res_model"]].search(done["domain"]).campaign_id, campaign)

    def test_every_figure_has_data(self):
        page = self.board.get_page()
        self.assertEqual(len(page["tiles"]), 9)
        for tile in page["tiles"]:
            self.assertIsNotNone(tile["value"], tile["code"])
            self.assertIn(tile["status"], ("ok", "low_n"), tile["code"])
        self.assertFalse(page["starts"])
        self.assertFalse(page["empty"])

    def test_every_figure_opens_its_records(self):
        admin = self.env.ref("base.user_admin")
        board = self.board.with_user(admin)
        page = board.get_page()
        for tile in page["tiles"]:
            done = board.drill(tile["drill"]["kpi"], page["filters"], tile["drill"]["part"])
            records = self.env[done["res_model"]].with_user(admin).with_context(**done["context"])
            found = records.with_context(allowed_company_ids=self.company.ids).search(done["domain"])
            wanted = tile["count"] if tile["drill"]["part"] == "num" else tile["n"]
            with self.subTest(tile["code"]):
                self.assertEqual((len(found), done["total"], done["visible"]), (wanted,) * 3)

    def test_demo_data_is_whole(self):
        if not loaded_demo_data(self.env):
            self.skipTest("installed without demo data")
        self.assertFalse(self.env["ir.demo_failure"].search([]).mapped("error"))
