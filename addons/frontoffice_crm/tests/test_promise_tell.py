from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tools import promise as pure
from odoo.addons.frontoffice_crm.tools.ledger import Event
from odoo.addons.mail.tests.common import MailCase

from .promise_common import PromiseCase


@tagged("post_install", "-at_install")
class TestNewDate(PromiseCase, MailCase):
    """Promises forecast to break, the drafted message, and who was left waiting without a word."""

    def _slow(self, **values):
        """A promise for Wednesday 9:00, 16 working hours, where we have needed 30 lately."""
        self._experience([10] * 24 + [30] * 16)
        return self._promise(due_at=self._utc("2026-03-25 09:00:00"), override_reason="x", **values)

    def _missed(self):
        return self.env["frontoffice.promise"].search([("will_miss", "=", True), ("company_id", "=", self.company.id)])

    def _draft(self, promise, user=None):
        action = self._as(promise, user or self.agent).action_tell()
        return self._as(self.env[action["res_model"]].browse(action["res_id"]), user or self.agent)

    # -- forecast --------------------------------------------------------------------------------

    def test_forecast(self):
        """P80 less the time worked is more than the time left."""
        slow = self._slow()
        safe = self._promise(due_at=self._utc("2026-03-27 09:00:00"))  # 32 working hours
        unknown = self._promise(standard_id=False)
        self.assertEqual(self._missed(), slow)
        self.assertEqual((slow | safe | unknown).filtered("will_miss"), slow)

    def test_forecast_counts_a_date_the_customer_moved(self):
        promise = self._slow()
        promise.action_change_due(self._utc("2026-03-27 09:00:00"), "customer")
        self.assertFalse(self._missed())
        promise.action_change_due(self._utc("2026-03-25 12:00:00"), "customer")
        self.assertEqual(self._missed(), promise)

    def test_settled_ready_and_told_promises_are_no_longer_listed(self):
        kept, told, ready, automatic = (self._slow(), self._slow(), self._slow(), self._slow(origin_kind="auto"))
        kept.action_keep()
        told.action_change_due(self._utc("2026-03-30 09:00:00"), "company")
        ready._record("linked")
        ready._record("enabled", {"enabled_at": self.now.isoformat()})
        self.assertFalse(self._missed() & (kept | told | ready | automatic))

    # -- the message -----------------------------------------------------------------------------

    def test_draft_in_the_customers_language_with_a_safe_date(self):
        self.env["res.lang"]._activate_lang("es_ES")
        template = self.env.ref("frontoffice_crm.mail_template_promise_new_date")
        template.with_context(lang="es_ES").write({
            "subject": "{{ object.company_id.name }}: nueva fecha", "body_html": "<p>La nueva fecha es {when}.</p>",
        })
        self.customer.lang = "es_ES"
        draft = self._draft(self._slow())
        # 30 hours less 0 worked, from Monday 9:00, ten minutes' margin, on the half hour
        self.assertEqual(draft.due_at, self._utc("2026-03-26 16:30:00"))
        self.assertEqual(draft.subject, "Kept Promises: nueva fecha")
        self.assertEqual(str(draft.body), "<p>La nueva fecha es jueves 26 marzo, 16:30.</p>")
        self.assertEqual(draft.how, "mail")

    def test_another_date_changes_the_text(self):
        draft = self._draft(self._slow(name="Engineer"))
        draft.due_at = self._utc("2026-03-27 10:00:00")
        draft._onchange_due_at()
        self.assertIn("Friday 27 March, 10:00", draft.body)
        self.assertNotIn("Thursday", draft.body)

    def test_sending_records_the_change_and_reaches_the_customer(self):
        case = self._case()
        promise = self._slow(case_id=case.id)
        due = promise.due_at
        with self.mock_mail_gateway():
            self._draft(promise).action_send()
        self.assertEqual((promise.due_at, promise.revised_due_at), (due, self._utc("2026-03-26 16:30:00")))
        self.assertEqual((promise.warned_at, promise.silent), (self.now, False))
        message = case.message_ids.filtered(lambda m: "Thursday 26 March, 16:30" in m.body)
        self.assertEqual(message.partner_ids, self.customer, "in the customer's thread")
        self.assertEqual(message.author_id, self.agent.partner_id, "a person sent it")
        payload = promise.event_ids.sorted("seq")[-1].payload
        self.assertEqual(payload, {"by": "company", "due_at": "2026-03-26T16:30:00", "told": "mail"})

    def test_one_message_per_promise_and_day(self):
        promise = self._slow()
        first, second = self._draft(promise), self._draft(promise)
        with self.mock_mail_gateway():
            first.action_send()
            with self.assertRaisesRegex(UserError, "One message a day"):
                second.action_send()
            promise.with_user(self.agent).action_undo()
            with self.assertRaisesRegex(UserError, "One message a day", msg="a mail is not taken back"):
                second.action_send()
            self._at(self.now + timedelta(days=1))
            again = self._draft(promise)
            again.action_send()
        self.assertEqual(promise.revised_due_at, again.due_at)

    def test_told_on_the_telephone(self):
        self.customer.email = False
        promise = self._slow()
        draft = self._draft(promise)
        self.assertEqual(draft.how, "phone")
        with self.mock_mail_gateway():
            draft.action_send()
        self.assertFalse(self._mails)
        self.assertEqual(promise.warned_at, self.now)
        draft = self._draft(self._slow())
        draft.how = "mail"
        with self.assertRaisesRegex(UserError, "no e-mail"):
            draft.action_send()

    def test_what_cannot_be_sent(self):
        promise = self._slow()
        draft = self._draft(promise)
        draft.due_at = promise.due_at - timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "later than"):
            draft.action_send()
        promise.action_keep()
        with self.assertRaisesRegex(UserError, "settled"):
            promise.action_tell()
        for user in (self.plain, self.portal, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                self._draft(self._promise(), user).action_send()

    # -- late without warning ----------------------------------------------------------------------

    def test_pain_12_late_without_warning(self):
        """Everybody hears of a promise that will break before it does, or it counts as silent."""
        silent, told, late, late_told, kept = (self._promise(standard_id=False) for _n in range(5))
        after = silent.due_at + timedelta(days=2)
        for promise in told | late_told:
            promise.action_change_due(after, "company")
        kept.action_keep()
        self._at(silent.due_at + timedelta(minutes=1))
        (silent | told | late | late_told)._record("lapsed", at=lambda p: p.due_at)
        self._at(self.now + timedelta(hours=1))
        (late | late_told).action_keep()
        silent.action_change_due(after, "company")  # a word after the time ran out is too late
        self.assertEqual((silent | told | late | late_told | kept).filtered("silent"), silent | late)
        self.assertFalse((silent | told | late)._ledger_verify())

    def test_a_new_agreement_starts_anew(self):
        """Warned, then the customer chose another date, and that one passed in silence."""
        def event(seq, kind, hours, **payload):
            return Event(seq, kind, self.now + timedelta(hours=hours), payload)

        due = self.now + timedelta(hours=10)
        state = pure.Promise()
        for e in (
            event(1, "made", 0, due_at=due.isoformat()),
            event(2, "changed", 1, by="company", due_at=(due + timedelta(hours=5)).isoformat()),
            event(3, "changed", 2, by="customer", due_at=(due + timedelta(hours=20)).isoformat()),
            event(4, "lapsed", 30),
        ):
            state = pure.step(state, e)
        self.assertEqual((state.warned_at, pure.silent(state)), (None, True))
