import re

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalLink(ApprovalCase, HttpCase):
    """A decision by a link from a mail: one look, one press, once; then friendly words."""

    def setUp(self):
        super().setUp()
        self.head.email = "tomas@example.com"
        self.refund.approval_step_ids[0].by_mail = True

    def _mailed(self, user):
        """Tell what is due, as if by day and late enough; the secret of the newest mail to a person, or None."""
        posts = self.env["backoffice.post"].search([("user_id", "=", user.id), ("kind", "=", "approve")])
        posts.write({"deliver_at": fields.Datetime.now()})
        self.env["backoffice.post"]._deliver()
        mail = self.env["mail.mail"].search([("recipient_ids", "=", user.partner_id.id)], order="id desc", limit=1)
        found = re.search(r"/service/work/([\w-]+)", str(mail.body_html or ""))
        return found and found.group(1)

    def _page(self, token):
        self.env.flush_all()
        return self.url_open(f"/service/work/{token}")

    def _press(self, token, code, page=None, **values):
        page = page or self._page(token)
        nonce = re.search(r'name="nonce" value="([^"]+)"', page.text).group(1)
        answer = self.url_open(f"/service/work/{token}", {"code": code, "nonce": nonce, **values})
        self.env.invalidate_all()
        return answer

    def test_approved_by_mail_and_the_request_goes_on(self):
        request = self._ask(1500)
        token = self._mailed(self.head)
        page = self._page(token)
        for word in ("Refund for Ana", "Priya", "Ana Ortiz", "Budget", "Approve", "Decline"):
            self.assertIn(word, page.text)
        self.assertEqual(self._steps(request)[0].state, "asked", "looking decides nothing")
        answer = self._press(token, "approve", page)
        self.assertIn("Approved. Thank you.", answer.text)
        first, second = self._steps(request)
        self.assertEqual((first.state, second.state), ("approved", "asked"))
        self.assertEqual((first.seat_ids.via, first.decided_by_id), ("mail", self.head))

    def test_declined_by_mail_needs_a_word(self):
        request = self._ask()
        token = self._mailed(self.head)
        self.assertEqual(self._press(token, "decline").status_code, 422)
        self.assertEqual(request.approval_ids.state, "asked")
        self._press(token, "decline", note="Not in the budget")
        self.assertEqual((request.approval_ids.state, request.state), ("declined", "returned"))
        self.assertEqual(request.approval_ids.seat_ids.note, "Not in the budget")

    def test_replayed_and_decided_meanwhile_read_friendly_words(self):
        request = self._ask()
        token = self._mailed(self.head)
        page = self._page(token)
        self._press(token, "approve", page)
        again = self._press(token, "approve", page)
        self.assertIn("Approved by Tomas", again.text)
        self.assertEqual(len(request.approval_ids.seat_ids.filtered("decided_at")), 1)
        other = self._ask()
        token = self._mailed(self.head)
        page = self._page(token)
        self._decide(self.head, other.approval_ids, "decline", "No")
        late = self._press(token, "approve", page)
        self.assertIn("Declined by Tomas", late.text)
        self.assertEqual(other.approval_ids.state, "declined")

    def test_expired(self):
        self._ask()
        token = self._mailed(self.head)
        self.env["backoffice.link"].search([]).expires_at = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        page = self._page(token)
        self.assertIn("This link has run out", page.text)
        self.assertNotIn("Refund for Ana", page.text)

    def test_who_stands_in_gets_a_link_of_their_own(self):
        self._leave(self.head_employee)
        request = self._ask()
        token = self._mailed(self.director)
        self.assertIn("Tomas", self._page(token).text, "says in whose place")
        self._press(token, "approve")
        seat = request.approval_ids.seat_ids
        self.assertEqual((seat.decided_by_id, seat.acting_for_id), (self.director, self.head))

    def test_a_mail_only_where_the_step_or_the_person_wants_it(self):
        self.refund.approval_step_ids[0].by_mail = False
        self._ask()
        self.assertIsNone(self._mailed(self.head))
        self.head.approvals_by_mail = True
        self._ask()
        self.assertTrue(self._mailed(self.head))

    def test_decided_before_the_mail_went_out_makes_none(self):
        request = self._ask()
        self._decide(self.head, request.approval_ids)
        self.assertIsNone(self._mailed(self.head))

    def test_confidential_says_nothing_by_mail(self):
        self.refund.confidential = True
        self._ask()
        self.assertIsNone(self._mailed(self.head), "no link")
        mail = self.env["mail.mail"].search([("recipient_ids", "=", self.head.partner_id.id)], limit=1)
        self.assertNotIn("Ana", str(mail.body_html) + mail.subject)

    def test_a_leaver_decides_nothing_by_an_old_link(self):
        request = self._ask()
        token = self._mailed(self.head)
        page = self._page(token)
        self.head.active = False
        self.env.flush_all()
        self._press(token, "approve", page)
        self.assertEqual(request.approval_ids.state, "asked")

    def test_the_secret_lies_nowhere(self):
        with freeze_time("2026-01-05 03:00:00"):
            self._ask()
        token = self._mailed(self.head)
        posts = self.env["backoffice.post"].search([("kind", "=", "approve")])
        self.assertNotIn(token, str(posts.read()))
        self.assertNotIn(token, str(self.env["backoffice.link"].search([]).read()))
