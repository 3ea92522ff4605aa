from odoo.tests import tagged

from .sample_common import NOW, SampleCase


@tagged("post_install", "-at_install")
class TestSampleAids(SampleCase):
    """What helps the sample's people is in use, and goes with the sample."""

    def test_what_helps_is_in_use(self):
        guide = self.env.ref("__sample__.playbook_no_heat")
        self.assertEqual((guide.run_count, guide.adherence), (9, 89), "three of nine left one question out")
        answers = guide.run_ids.line_ids.filtered(lambda line: line.kind == "yes_no" and line.value == "no")
        self.assertEqual(len(answers), 9)
        leaflet = guide.asset_ids
        self.assertEqual(leaflet.share_count, 14)
        self.assertTrue(0 < leaflet.opened_count < 14)
        self.assertTrue(0 < leaflet.won_percent < 100)
        self.assertTrue(all(share.last_open_at <= NOW for share in leaflet.share_ids if share.last_open_at))
        choices = self.env["frontoffice.assignment"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(choices), 10)
        for choice in choices:
            self.assertEqual(choice.user_id, choice.case_id.user_id)
            self.assertIn(choice.user_id.name, choice.explanation)
        company = self.company
        self.sample.action_remove()
        self.assertFalse(company.exists() or guide.exists() or leaflet.exists() or choices.exists())
