from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import NOW, SmallSampleCase
from odoo.addons.frontoffice_crm.tools.story_cast import customers
from odoo.addons.triangle_kpis.tests.sample_common import SampleBoard

from ..tools import story


@tagged("post_install", "-at_install")
class TestSampleInvoices(SampleBoard, SmallSampleCase):
    """Two years of the sample's invoices: revenue against plan, who stayed, and no trace of them afterwards."""

    def setUp(self):
        super().setUp()
        self.entries = self.of_company("account.move", [("move_type", "=", "entry")])
        self.moves = self.of_company("account.move", [("move_type", "=", "out_invoice")])

    def _page(self, code, first, last):
        return self.board.get_kpi(code, {"date_from": str(first), "date_to": str(last)})["tile"]

    def test_revenue_against_plan(self):
        for month in (-13, -9, -8, -7, -5, -1):
            first, last = self.clock.month(month)
            tile = self._page("K16", first, last)
            self.assertAlmostEqual(100 * tile["value"] / story.PLAN, story.AGAINST_PLAN[month], delta=0.5)
            self.assertEqual(tile["target"], story.PLAN)

    def test_volume(self):
        full = [m for m in self.moves if m.invoice_date >= self.clock.month(-12)[0]
                and m.invoice_date < self.clock.month(0)[0]]
        self.assertAlmostEqual(len(full) / 12, 330, delta=17)
        thin = [m for m in self.moves if m.invoice_date < self.clock.month(-13)[0]]
        self.assertEqual(len({(m.invoice_date.year, m.invoice_date.month) for m in thin}), 12)

    def test_as_if_posted(self):
        """What was copied is whole: two lines that balance, the same totals, a number of its own."""
        self.assertEqual(set(self.moves.mapped("state")), {"posted"})
        self.assertEqual(len(set(self.moves.mapped("name"))), len(self.moves))
        for move in self.moves[::97]:
            self.assertEqual(len(move.line_ids), 2)
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0)
            self.assertEqual(move.line_ids.partner_id, move.partner_id)
            before = (move.amount_total, move.amount_residual, move.amount_untaxed_signed)
            self.env.add_to_compute(move._fields["amount_total"], move)
            self.assertEqual((move.amount_total, move.amount_residual, move.amount_untaxed_signed), before)

    def test_paid_on_their_day(self):
        """Three or four weeks after they were written, later in the bad quarter; entries balance, nothing is over."""
        paid = self.moves.filtered(lambda move: move.payment_state == "paid")
        self.assertGreater(len(paid), 0.9 * len(self.moves))
        self.assertEqual(set(paid.mapped("amount_residual")), {0.0})
        self.assertEqual(len(self.entries), len({(e.date.year, e.date.month) for e in self.entries}))
        partials = self.env["account.partial.reconcile"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(partials), len(paid))
        self.assertAlmostEqual(sum(partials.mapped("amount")), sum(paid.mapped("amount_total")), 2)
        self.assertAlmostEqual(sum(self.entries.mapped("amount_total")), sum(paid.mapped("amount_total")), 2)
        owed = {month: self._page("K58", *self.clock.month(month))["value"] for month in (-10, -7, -1)}
        self.assertTrue(15 < owed[-10] < 32 and 15 < owed[-1] < 32, owed)
        self.assertGreater(owed[-7], owed[-10] + 5)

    def test_who_left(self):
        """Renewals are lost in the last three months alone."""
        months = {}
        for move in self.moves:
            months.setdefault(self.clock_month(move.invoice_date), set()).add(move.partner_id)
        stayed = {
            month: len(self.contracts(months, month) & self.contracts(months, month - 12)) / 75
            for month in range(-12, 0)
        }
        usual = [share for month, share in stayed.items() if month < -3]
        self.assertGreater(min(usual), 0.85)
        self.assertLess(max(stayed[month] for month in (-3, -2, -1)), 0.95)
        self.assertLess(sum(stayed[m] for m in (-3, -2, -1)) / 3, sum(usual) / len(usual) - 0.08)

    def clock_month(self, day):
        return (day.year - NOW.year) * 12 + day.month - NOW.month

    def contracts(self, months, month):
        """Customers with a contract who were invoiced in a month."""
        people, first = self.sample._remembered("res.partner"), month % 12 * 75
        wanted = {people[row["key"]] for row in customers()[first:first + 75]}
        return {partner.id for partner in months.get(month, ())} & wanted

    def test_out_again(self):
        company = self.company
        moves = self.moves
        self.sample.action_remove()
        self.assertFalse(moves.exists() or company.exists())
        self.env.cr.execute("SELECT count(*) FROM account_move_line WHERE company_id = %s", [company.id])
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertFalse(self.env["account.partial.reconcile"].search([("company_id", "=", company.id)]))
        self.assertFalse(self.env["account.journal"].search([("company_id", "=", company.id)]))
