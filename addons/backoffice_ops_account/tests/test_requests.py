from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import InvoiceCase


@tagged("post_install", "-at_install")
class TestRequests(InvoiceCase):
    """A request for an invoice or a credit note becomes a draft, and is ready when it is posted."""

    def _made(self, request):
        request.with_user(self.banker).action_make_move()
        return request.move_id.with_user(self.banker)

    def test_the_clerk_makes_the_draft_and_posting_makes_it_ready(self):
        request = self._asked()
        move = self._made(request)
        self.assertEqual((move.state, move.move_type, move.partner_id), ("draft", "out_refund", self.customer))
        self.assertEqual(move.invoice_origin, request.name)
        self.assertEqual((request.state, request.user_id), ("accepted", self.banker))
        move.invoice_line_ids.price_unit = 40
        move.invoice_date = self.day
        move.action_post()
        self.assertEqual(request.state, "delivered")
        self.assertIn(move.name, request.outcome_note)

    def test_an_invoice_too(self):
        self.refund.move_kind = "out_invoice"
        self.assertEqual(self._made(self._asked()).move_type, "out_invoice")

    def test_a_credit_note_for_an_invoice_takes_its_lines(self):
        invoice = self._invoice(amount=70)
        move = self._made(self._asked(about_move_id=invoice.id))
        self.assertEqual((move.reversed_entry_id, move.amount_total), (invoice, 70))

    def test_the_words_of_a_confidential_request_stay_in_it(self):
        self.refund.confidential = True
        request = self._asked(user_id=self.banker.id)  # trusted with this one
        move = self._made(request)
        self.assertEqual((move.ref, move.invoice_line_ids.name), (request.name, request.name))

    def test_pressing_again_opens_the_same_draft(self):
        request = self._asked()
        move = self._made(request)
        self.assertEqual(self._made(request), move)

    def test_taken_back_it_is_open_again(self):
        request = self._asked()
        move = self._made(request)
        move.invoice_line_ids.price_unit = 40
        move.invoice_date = self.day
        move.action_post()
        move.button_draft()
        self.assertEqual((request.state, request.rework_count), ("in_progress", 1))
        move.action_post()
        request.with_user(self.agent).action_confirm()
        move.button_draft()
        self.assertEqual((request.state, request.reopen_count), ("in_progress", 1))

    def test_who_may_not_invoice_makes_none(self):
        request = self._asked()
        with self.assertRaises(AccessError):
            request.with_user(self.head).action_make_move()  # head of Finance, no right on invoices
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).action_make_move()  # another department
        self.assertFalse(request.move_id)

    def test_a_request_type_without_invoices_makes_none(self):
        self.refund.move_kind = False
        with self.assertRaises(UserError):
            self._made(self._asked())

    def test_nobody_ties_a_request_to_a_document_by_hand(self):
        request, invoice = self._asked(), self._invoice(post=False)
        with self.assertRaises(AccessError):
            request.with_user(self.agent).move_id = invoice
        invoice.action_post()
        self.assertEqual(request.state, "sent")

    def _goodwill(self, kind="refund"):
        case = self._case(type="complaint")
        return case, case.with_user(self.manager)._give_goodwill({"kind": kind, "amount": 25.0})

    def test_goodwill_in_money_asks_finance_for_exactly_that(self):
        self.refund.for_goodwill = True
        case, gesture = self._goodwill()
        request = case.handoff_ids
        self.assertEqual((gesture.state, request.gesture_id, request.state), ("given", gesture, "sent"))
        move = self._made(request)
        self.assertEqual((move.amount_total, move.move_type), (25.0, "out_refund"))

    def test_goodwill_in_kind_or_without_a_rule_asks_nobody(self):
        case, _gesture = self._goodwill()
        self.assertFalse(case.handoff_ids)
        self.refund.for_goodwill = True
        case, _gesture = self._goodwill("gift")
        self.assertFalse(case.handoff_ids)

    def test_the_case_goes_on_when_finance_is_ready(self):
        self.refund.for_goodwill = True
        case, _gesture = self._goodwill()
        self.assertEqual(case.state, "waiting_backoffice")
        move = self._made(case.handoff_ids)
        move.invoice_date = self.day
        move.action_post()
        self.assertEqual(case.state, "open")

    def test_the_accountant_without_our_groups_posts_for_a_request(self):
        request = self._asked()
        move = self._made(request)
        move.invoice_line_ids.price_unit = 40
        move.invoice_date = self.day
        move.with_user(self.accountant).action_post()
        self.assertEqual(request.state, "delivered")

    def test_what_was_sent_back_waits_for_people(self):
        request = self._asked()
        move = self._made(request)
        move.invoice_line_ids.price_unit = 40
        move.invoice_date = self.day
        request.with_user(self.banker).action_return(note="Which account?")
        move.action_post()
        self.assertEqual(request.state, "returned")

    def test_it_travels_in_the_set_up_file(self):
        section = next(s for s in self.env["frontoffice.setup"]._setup_sections() if s["key"] == "request_types")
        self.assertIn("move_kind", section["fields"])
