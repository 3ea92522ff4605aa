from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard


@tagged("post_install", "-at_install")
class TestSampleLetters(SampleBoard, SmallSampleCase):
    """The sample's letters: personal ones bring more, nobody was written to, and nothing of them is left."""

    def test_personal_letters_bring_more(self):
        year = {"date_from": str(self.clock.month(-12)[0]), "date_to": str(self.clock.month(-2)[1])}
        clicked, lift = (self.board.get_kpi(code, year)["tile"] for code in ("K02", "K02L"))
        self.assertEqual((clicked["status"], lift["status"]), ("ok", "ok"))
        self.assertTrue(0.025 < clicked["value"] < 0.04, clicked["value"])
        self.assertTrue(0.01 < lift["value"] < 0.025, lift["value"])
        self.assertLess(lift["interval"][0], lift["value"])
        self.assertGreater(self.board.get_kpi("K01", year)["tile"]["value"], 1500)
        self.assertEqual(self.told(), self.before)

    def test_out_again(self):
        Mailing = self.env["mailing.mailing"].with_context(active_test=False)
        mailings = Mailing.browse(self.sample._remembered("mailing.mailing").values())
        sources = mailings.source_id
        self.assertEqual(len(mailings), 6)
        self.sample.action_remove()
        self.assertFalse(mailings.exists() or sources.exists())
        self.assertFalse(self.env["mailing.trace"].search([("mass_mailing_id", "in", mailings.ids)], limit=1))
        self.assertFalse(self.env["link.tracker"].search([("url", "like", "lindwater.example")]))
