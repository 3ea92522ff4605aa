from datetime import date, datetime, timedelta

from odoo.tests import tagged

from .common import EVER, MoneyCase

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


@tagged("post_install", "-at_install")
class TestInvoices(MoneyCase):
    """Revenue and right invoices, from handmade invoices."""

    def test_credit_notes_are_taken_off_on_their_own_day(self):
        first, second = self._invoice(date(2026, 1, 10), 100), self._invoice(date(2026, 1, 31), 200, 50)
        refund = self._credit(second, date(2026, 2, 3), ref="Wrong")
        self._invoice(date(2026, 1, 12), 999, post=False)
        self._invoice(date(2026, 1, 12), 999, kind="in_invoice", ref="bill")
        self._invoice(date(2026, 1, 13), 70).button_draft()
        self.assertEqual(self._figure("K16", JANUARY), 350)
        self.assertEqual(self._figure("K16"), 100)
        self.assertEqual(self._behind("K16", "all", JANUARY), first | second)
        self.assertEqual(self._behind("K16", "all"), first | second | refund)

    def test_the_day_of_an_invoice_is_local_everywhere(self):
        invoice = self._invoice(date(2026, 1, 31), 100)
        for zone in ("Pacific/Auckland", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Europe/Berlin"):
            self.company.resource_calendar_id.tz = zone
            self.assertEqual(self._figure("K16", (invoice.invoice_date, invoice.invoice_date)), 100, zone)

    def test_revenue_in_another_currency_is_that_of_the_books(self):
        foreign = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1)
        foreign.active = True
        self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "company_id": self.company.id, "name": "2026-01-01", "company_rate": 4.0})
        self._invoice(date(2026, 1, 10), 100, currency_id=foreign.id)
        self.assertEqual(self._figure("K16"), 25)

    def test_a_new_amount_or_a_way_back_to_draft_changes_the_past(self):
        invoice = self._invoice(date(2026, 1, 10), 100)
        self.assertEqual(self._figure("K16"), 100)
        invoice.button_draft()
        self.assertEqual(self._figure("K16"), 0)
        invoice.invoice_line_ids.price_unit = 120
        invoice.invoice_date = date(2026, 2, 10)
        invoice.action_post()
        self.assertEqual((self._figure("K16"), self._figure("K16", JANUARY)), (120, 0))
        self._same_from_scratch()

    def test_invoices_no_campaign_brought(self):
        """Only Sales knows campaigns of invoices; without it nobody can say."""
        first, second = (self._invoice(date(2026, 1, 10), 100, partner=i) for i in range(2))
        if "campaign_id" not in first._fields:
            self.assertIsNone(self._figure("K10U", JANUARY))
            return
        first.campaign_id = self.campaigns[0]
        self._credit(first, date(2026, 1, 20))
        self.assertEqual(self._figure("K10U", JANUARY), 0.5)
        self.assertEqual(self._behind("K10U", "miss", JANUARY), second)
        second.campaign_id = self.campaigns[1]
        self.assertEqual(self._figure("K10U", JANUARY), 0)

    # -- right first time ----------------------------------------------------------------------------

    def test_right_first_time_is_judged_after_sixty_days(self):
        day = date(2026, 1, 5)
        right, wrong, kind, dear, sent_back, late = (self._invoice(day, 100 + i) for i in range(6))
        self._credit(wrong, date(2026, 1, 20))
        self._credit(late, date(2026, 3, 7))  # on the 61st day
        dear.service_price_deviation = 0.0101
        kind.service_price_deviation = -0.01
        sent_back.service_reset_count = 1
        self.assertEqual(self._figure("K35"), 0.5)
        self.assertEqual(self._behind("K35", "all"), right | wrong | kind | dear | sent_back | late)
        self.assertEqual(self._behind("K35", "miss"), wrong | dear | sent_back)

    def test_a_credit_note_on_the_sixtieth_day_corrects(self):
        invoice = self._invoice(date(2026, 1, 5), 100)
        self._credit(invoice, date(2026, 3, 6))
        self.assertEqual(self._figure("K35"), 0)

    def test_a_young_invoice_is_not_judged_before_its_time(self):
        self._invoice(date(2026, 1, 20), 100)
        self._at(datetime(2026, 3, 21, 10))
        self.assertIsNone(self._figure("K35"))
        self._at(datetime(2026, 3, 22, 1))
        self.assertEqual(self._figure("K35"), 1)

    def test_invoices_from_before_say_nothing_until_look_back_judges_them(self):
        invoice = self._invoice(date(2025, 6, 2))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET service_ordered_amount = NULL, service_goods_cost = NULL WHERE id = %s",
            [invoice.id])
        self.env.invalidate_all()
        self.env["triangle.dirty"]._mark_all(self.company, sources={"move"})
        self.assertIsNone(self._figure("K35"))
        self.assertFalse(self.env["triangle.reader"]._sums({"w": EVER}, {"margin"}, {})["w"])
        self.assertEqual(self._figure("K16"), 200, "revenue needs no judgement")
        self.env["frontoffice.look.back"].create(
            {"company_id": self.company.id, "since": "2025-01-01"}).action_look_back()
        self.assertEqual(self._figure("K35"), 1)
        self.assertEqual(self.env["triangle.reader"]._sums({"w": EVER}, {"margin"}, {})["w"]["margin"].num, 80)

    def test_a_measure_that_goes_leaves_nothing(self):
        self._invoice(date(2026, 1, 10), 100)
        self._refresh()
        leaving = self.env(context={**self.env.context, "_force_unlink": True})  # as an uninstallation does
        measures = leaving["triangle.measure"].search([("source", "=", "move")])
        ids = measures.ids
        leaving["triangle.kpi"].search([("code", "in", ("K14", "K15", "K16", "K35", "K58"))]).unlink()
        measures.unlink()
        for table in ("triangle_fact", "triangle_presence", "triangle_cell"):
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table} WHERE measure_id = ANY(%s)", [ids])  # pylint: disable=E8103
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        self.assertFalse(self.env["triangle.job.run"].search([("source", "=", "move")]))
        self._invoice(date(2026, 1, 11), 100)
        self.assertNotIn("move", self.env["triangle.fact"]._refresh(), "what is not here is not counted")
        self.assertFalse(self.env["triangle.dirty"].search_count([]))
        self.dashboard.with_company(self.company).get_page({"preset": "last_12_months"})

    def test_whatever_happens_incremental_is_rebuild(self):
        moves = [self._invoice(date(2025, 12, 1) + timedelta(days=9 * i), 100 + i, partner=i % 3) for i in range(8)]
        self._credit(moves[0], date(2026, 1, 3))
        self._refresh()
        moves[1].button_draft()
        moves[2].service_price_deviation = 0.5
        self._credit(moves[3], date(2026, 2, 3))
        self._at(datetime(2026, 6, 1, 10))
        self._same_from_scratch()
