from datetime import timedelta

from odoo.tests import tagged

from .common import InvoiceCase


@tagged("post_install", "-at_install")
class TestBilling(InvoiceCase):
    """How often invoices are right, and invoicing as it was for who does not use us."""

    def test_corrected_within_sixty_days(self):
        for days, corrected in ((0, True), (60, True), (61, False)):
            invoice = self._invoice()
            self._credit(invoice, days)
            self.assertEqual(bool(invoice.service_corrected_on), corrected, f"after {days} days")

    def test_the_first_correction_is_dated(self):
        invoice = self._invoice()
        self._credit(invoice, 20)
        self._credit(invoice, 5)
        self.assertEqual(invoice.service_corrected_on, self.day + timedelta(days=5))

    def test_a_draft_credit_note_corrects_nothing_yet(self):
        invoice = self._invoice()
        refund = invoice._reverse_moves([{"invoice_date": self.day}])
        self.assertFalse(invoice.service_corrected_on)
        refund.action_post()
        self.assertEqual(invoice.service_corrected_on, self.day)
        refund.button_draft()
        self.assertFalse(invoice.service_corrected_on)

    def test_goodwill_is_no_correction(self):
        invoice = self._invoice()
        case = self._case(type="complaint")
        gesture = case.with_user(self.manager)._give_goodwill({"kind": "refund", "amount": 25.0})
        request = self._asked(about_move_id=invoice.id)
        request.sudo().gesture_id = gesture
        request.with_user(self.banker).action_make_move()
        self.assertEqual((request.move_id.reversed_entry_id, request.move_id.amount_total), (invoice, 25.0))
        request.move_id.invoice_date = self.day
        request.move_id.action_post()
        self.assertFalse(invoice.service_corrected_on)

    def test_reset_after_it_was_sent_counts(self):
        invoice = self._invoice()
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(invoice.service_reset_count, 0)
        invoice.is_move_sent = True
        invoice.button_draft()
        self.assertEqual(invoice.service_reset_count, 1)

    def test_invoicing_without_us_makes_nothing_of_ours(self):
        before = {name: self.env[name].search_count([]) for name in (
            "backoffice.handoff", "frontoffice.promise", "mail.mail", "mail.activity")}
        invoice = self._invoice(user=self.accountant)
        self._credit(invoice)
        self.assertEqual((invoice.state, invoice.payment_state), ("posted", "reversed"))
        self.assertEqual(before, {name: self.env[name].search_count([]) for name in before})

    def test_posting_costs_a_few_queries_at_most(self):
        def queries():
            invoice = self._invoice(post=False)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            invoice.action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        queries()
        ours = queries()
        model = type(self.env["account.move"])
        self.patch(model, "_requests", lambda moves: {})
        self.patch(model, "_ordered_amount", lambda move: None)
        self.patch(model, "_compute_corrected", lambda moves: moves.write({"service_corrected_on": False}))
        self.assertLessEqual(ours - queries(), 4)

    def test_look_back_judges_invoices_of_the_past(self):
        invoice, wrong = self._invoice(), self._invoice()
        self._credit(wrong, 3)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET service_corrected_on = NULL, service_ordered_amount = NULL WHERE id IN %s",
            [(invoice | wrong)._ids],
        )
        self.env.invalidate_all()
        wizard = self.env["frontoffice.look.back"].with_user(self.manager).create(
            {"company_id": self.company.id, "since": "2025-12-01"}
        )
        self.assertIn("2 invoices", wizard.found)
        wizard.action_look_back()
        self.assertEqual(wrong.service_corrected_on, self.day + timedelta(days=3))
        self.assertFalse(invoice.service_corrected_on)
        self.assertEqual(wizard.batch_id.summary["invoices"], 2)
        wizard.copy().action_look_back()
        self.assertEqual(wizard.batch_id.summary["invoices"], 2, "judged once")

    def test_invoices_are_in_the_history_of_who_may_read_them(self):
        invoice = self._invoice()
        Timeline = self.env["frontoffice.timeline"]
        page = {"partner_id": invoice.partner_id.id, "only": ["invoice"]}
        [line] = Timeline.with_user(self.banker).page(**page)["lines"]
        self.assertIn(invoice.name, line["title"])
        self.assertFalse(Timeline.with_user(self.agent).page(**page)["lines"], "no right to invoices, no line")
