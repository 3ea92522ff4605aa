from datetime import timedelta

from odoo.tests import tagged

from .common import NOW, TriangleCase


@tagged("post_install", "-at_install")
class TestLookBackRatings(TriangleCase):
    """What customers said of other apps' records counts once Look back has found it, and no longer when removed."""

    def _satisfaction(self):
        self.env["triangle.fact"]._refresh()
        window = {"date_from": "2020-01-01", "date_to": "2030-01-01"}
        tiles = {tile["code"]: tile for tile in self.dashboard.with_company(self.company).get_page(window)["tiles"]}
        return tiles["K22"]["value"], tiles["K22"]["n"]

    def test_ratings_of_leads(self):
        leads = self.env["crm.lead"].create([
            {"name": "Offer", "company_id": company.id} for company in (self.company, self.env.ref("base.main_company"))
        ])
        ratings = self.env["rating.rating"].create([
            {
                "res_model_id": self.env["ir.model"]._get_id("crm.lead"), "res_id": lead.id, "rating": stars,
                "consumed": True, "partner_id": self.partners[0].id,
            }
            for lead in leads for stars in (5, 5, 1)
        ])
        ratings.rated_on = NOW - timedelta(days=40)
        self.assertEqual(self._satisfaction(), (None, 0))
        wizard = self.env["frontoffice.look.back"].create({"company_id": self.company.id, "since": "2020-01-01"})
        for _again in range(2):
            wizard.action_look_back()
        self.assertEqual(len(ratings.filtered("batch_id")), 3, "of this company alone, and once")
        value, n = self._satisfaction()
        self.assertEqual((round(value, 4), n), (0.6667, 3))
        wizard.batch_id.action_remove()
        self.assertFalse(ratings.batch_id)
        self.assertEqual(self._satisfaction(), (None, 0))
        self.assertEqual(len(ratings.exists()), 6, "the answers themselves stay")
