from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.common import NOW
from odoo.addons.triangle_kpis_account.tests.common import MoneyCase

CAME = datetime(2025, 11, 3, 9)


@tagged("post_install", "-at_install")
class TestLeadsThatBecameOrders(MoneyCase):
    """Of the leads of a day, judged 90 days later, those with an order that stands."""

    sources = ("lead_order",)

    def _lead(self, came=CAME, **values):
        lead = self.env["crm.lead"].create({
            "name": "Boiler?", "company_id": self.company.id, "partner_id": self.partners[0].id,
            "team_id": self.teams[0].id, "user_id": False, **values,
        })
        self._came(lead, came)
        return lead

    def _came(self, lead, moment):
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", [moment, lead.id])
        lead.invalidate_recordset(["create_date"])

    def _order(self, lead, moment=None, **values):
        order = self.env["sale.order"].create({
            "partner_id": self.partners[0].id, "company_id": self.company.id, "opportunity_id": lead.id,
            "order_line": [Command.create({"product_id": self.product.id, "product_uom_qty": 1})], **values,
        })
        if moment:
            order.action_confirm()
            order.date_order = moment
        return order

    def test_leads_that_became_an_order(self):
        sold, late, quoted, cancelled, lost, nothing = (self._lead() for _i in range(6))
        self._order(sold, CAME + timedelta(days=90))
        self._order(late, CAME + timedelta(days=90, seconds=1))
        self._order(quoted)
        gone = self._order(cancelled, CAME + timedelta(days=5))
        lost.action_set_lost()
        self.assertAlmostEqual(self._figure("K07"), 2 / 6)
        self.assertEqual(self._behind("K07", "num"), sold | cancelled)
        self.assertEqual(self._behind("K07", "all"), sold | late | quoted | cancelled | lost | nothing)
        gone._action_cancel()
        self.assertAlmostEqual(self._figure("K07"), 1 / 6, msg="a cancelled order takes its lead back")

    def test_young_leads_wait(self):
        lead = self._lead(NOW - timedelta(days=90) + timedelta(hours=1))
        self._order(lead, NOW)
        self.assertIsNone(self._figure("K07"))
        self._at(NOW + timedelta(hours=1))
        self.assertEqual(self._figure("K07"), 1)

    def test_an_order_that_changes_its_lead_counts_for_the_new_one(self):
        first, second = self._lead(), self._lead(CAME + timedelta(days=1))
        order = self._order(first, CAME + timedelta(days=3))
        self._refresh()
        order.opportunity_id = second
        self._figure("K07")
        self.assertEqual(self._behind("K07", "num"), second)
        self._same_from_scratch()

    def test_two_orders_are_one_lead(self):
        lead = self._lead()
        self._order(lead, CAME + timedelta(days=3))
        self._order(lead, CAME + timedelta(days=4))
        self.assertEqual(self._figure("K07"), 1)
        self.assertEqual(self._behind("K07", "all"), lead)

    def test_by_team_and_campaign(self):
        self._order(self._lead(campaign_id=self.campaigns[0].id), CAME + timedelta(days=1))
        self._lead(team_id=self.teams[1].id)
        self.assertEqual(self._figure("K07", campaign_id=self.campaigns[0].id), 1)
        self.assertEqual(self._figure("K07", team_id=self.teams[1].id), 0)

    def test_days_from_an_enquiry_to_its_order(self):
        """3, 5 and 40 days: half of them within 5; a later order of the same lead and one too late do not count."""
        recompute, window = self.env["triangle.recompute"], (CAME.date(), NOW.date())
        self.assertIsNone(recompute._sales_cycle(window, {}))
        for days in (3, 5, 40, 95):
            self._order(self._lead(), CAME + timedelta(days=days))
        twice = self._lead(team_id=self.teams[1].id)
        for days in (20, 60):
            self._order(twice, CAME + timedelta(days=days))
        self._refresh()
        self.assertEqual(recompute._sales_cycle(window, {"team_id": self.teams[1].id}), 20)
        self.assertEqual(recompute._sales_cycle(window, {"team_id": self.teams[0].id}), 5)
        self.assertEqual(recompute._sales_cycle(window, {}), 5, "of 3, 5, 20 and 40 the second")
