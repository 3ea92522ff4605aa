from datetime import date, datetime, timedelta

from odoo.tests import tagged

from odoo.addons.triangle_kpis.tests.common import NOW

from .common import MoneyCase

DAY = date(2026, 3, 18)


class KnownCase(MoneyCase):
    """Customers of whom nothing is known but a contact: one thing of four, until an app knows more."""

    def _night(self, day=DAY):
        self.env["triangle.fact"]._refresh()
        self._at(datetime.combine(day, datetime.min.time()) + timedelta(hours=23, minutes=30))
        self.env["triangle.engine"]._take_levels(day)
        self._at(NOW)

    def _level(self, code, day=DAY):
        """(value, n) at the end of a day."""
        tile = self.dashboard.with_company(self.company).get_kpi(code, {"date_from": day, "date_to": day})["tile"]
        return tile["value"], tile["n"]

    def _met(self, *partners):
        for partner in partners:
            self._encounter(partner_id=self.partners[partner].id)

    def _handoff(self, move, **values):
        return self.env["backoffice.handoff"].create({
            "subject": "Refund", "service_id": self.services[0].id, "company_id": self.company.id, "move_id": move.id,
            "from_team_id": self.teams[0].id, **values})


@tagged("post_install", "-at_install")
class TestKnownInvoice(KnownCase):
    """Of a customer with an invoice we know where the last one came from, or we do not."""

    def test_where_the_last_invoice_came_from(self):
        self._met(0, 1, 2)
        alone = self._invoice(date(2026, 3, 2), partner=0)
        self._handoff(alone)
        for partner, first, second in ((1, None, "case"), (2, "case", None)):
            for day, kind in ((date(2026, 2, 2), first), (date(2026, 3, 2), second)):
                move = self._invoice(day, partner=partner)
                if kind:
                    self._handoff(move, case_id=self._case(partner_id=self.partners[partner].id).id)
        self._invoice(date(2025, 3, 1), partner=3)  # more than a year ago, and nobody met them since
        self._invoice(date(2026, 3, 17), partner=4, post=False)
        self._night()
        # contact of each; of the second also the invoice and the case of each of two; kind, owner, address of none
        asked = 3 * 5 + 2
        self.assertEqual(self._level("K18"), ((3 + 2 + 1) / asked, asked))
        self.assertEqual(self._level("K18G"), (1, 3), "an address, a kind and an owner are missing of all")
        self.assertEqual(self._behind("K18", "miss", (DAY, DAY)), self.partners[:3])

    def test_nights_before_stay_as_they_were(self):
        self._met(0)
        self._invoice(date(2026, 3, 2), partner=0)
        known = {"known_customer_invoice", "little_known_invoice"}
        for measure in self.env["triangle.measure"].search([("code", "=like", "%known%")]):
            if measure.code not in ("known_customer", "little_known"):
                known |= {measure.code}
        self._night(DAY - timedelta(days=1))
        self.env["triangle.measure"].flush_model()
        ids = self.env["triangle.measure"].search([("code", "in", sorted(known))]).ids
        self.env.cr.execute("DELETE FROM triangle_fact WHERE measure_id = ANY(%s)", [ids])  # not installed then
        self._night()
        self.assertEqual(self._level("K18", DAY - timedelta(days=1)), (1 / 4, 4))
        self.assertEqual(self._level("K18")[1], 5)
        whole = self.dashboard.with_company(self.company).drill(
            "K18", {"date_from": DAY - timedelta(days=7), "date_to": DAY}, "all")
        self.assertEqual(whole["total"], 1, "of the last evening, once")
