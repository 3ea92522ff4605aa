from datetime import date

from odoo.tests import tagged

from .common import MoneyCase


def until(day):
    return (date(day.year, 1, 1), day)


@tagged("post_install", "-at_install")
class TestOwed(MoneyCase):
    """Days until we are paid: what was open on a day, as it was on that day."""

    def _pay(self, invoice, day, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": day, "amount": amount})._create_payments()

    def test_days_until_we_are_paid(self):
        first = self._invoice(date(2026, 2, 1), 1000)
        self._pay(first, date(2026, 3, 1), 400)
        second = self._invoice(date(2026, 3, 10), 500)
        # open 1000 of 1000, then 600 of 1000, then 1100 of 1500
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 2, 28))).value, 90)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 1))).value, 54)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 18))).value, 66)
        self.assertEqual(self._behind("K58", "all", until(date(2026, 3, 18))), first | second)
        self._pay(first, date(2026, 3, 15), 600)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 18))).value, 30)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 14))).value, 66, 6, "what was open stays so")
        self.assertEqual(self._behind("K58", "all", until(date(2026, 3, 18))), second)

    def test_days_of_sales_still_open(self):
        """1,100 open: the 500 of eight days ago, and 600 of the 1,000 of 1 February, on the 46th day back."""
        first = self._invoice(date(2026, 2, 1), 1000)
        self._pay(first, date(2026, 3, 1), 400)
        second = self._invoice(date(2026, 3, 10), 500)
        self.assertAlmostEqual(self._figure("K58C", until(date(2026, 3, 18))).value, 45.6)
        self.assertEqual(self._behind("K58C", "all", until(date(2026, 3, 18))), first | second)
        self._pay(first, date(2026, 3, 15), 600)
        self.assertAlmostEqual(self._figure("K58C", until(date(2026, 3, 18))).value, 9)
        self._pay(second, date(2026, 3, 16), 500)
        self.assertEqual(self._figure("K58C", until(date(2026, 3, 18))).value, 0)
        self.assertIsNone(self._figure("K58C", until(date(2026, 3, 18)), team_id=self.teams[0].id).value)
        self.assertIsNone(self._figure("K58C", until(date(2024, 3, 18))).value, "nothing was sold")

    def test_a_credit_note_set_against_its_invoice_settles_nothing_twice(self):
        invoice = self._invoice(date(2026, 2, 1), 1000)
        refund = invoice._reverse_moves([{"invoice_date": date(2026, 2, 10), "date": date(2026, 2, 10)}])
        refund.invoice_line_ids.price_unit = 250
        refund.action_post()
        lines = (invoice | refund).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        if not any(lines.mapped("reconciled")):
            lines.reconcile()
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 2, 28))).count, 750)
        self._pay(invoice, date(2026, 3, 2), 750)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 18))).count, 0)
        self.assertFalse(self._behind("K58", "all", until(date(2026, 3, 18))))

    def test_a_payment_taken_back_is_open_again(self):
        invoice = self._invoice(date(2026, 2, 1), 1000)
        self._pay(invoice, date(2026, 3, 1), 1000)
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 18))).value, 0)
        invoice.line_ids.remove_move_reconcile()
        self.assertAlmostEqual(self._figure("K58", until(date(2026, 3, 18))).value, 90)
        self._same_from_scratch()

    def test_without_revenue_or_for_a_team_there_is_no_figure(self):
        self.assertIsNone(self._figure("K58", until(date(2026, 3, 18))).value)
        self._invoice(date(2026, 2, 1), 1000)
        self.assertIsNone(self._figure("K58", until(date(2026, 3, 18)), team_id=self.teams[0].id).value)
