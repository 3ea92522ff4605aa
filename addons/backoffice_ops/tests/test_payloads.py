import re
from datetime import datetime
from zoneinfo import available_timezones

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tests.sample_common import SmallSampleCase

from .common import BackOfficeCase
from .truth_table import TruthTableMixin

CODE = re.compile(r"^[a-z0-9_./:-]{1,40}$")
EVENTS = ("frontoffice.promise.event", "frontoffice.case.event", "backoffice.handoff.event")


def is_moment(text):
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def words_in(value, key=None):
    """What of a payload is neither number, moment, code nor time zone: words have no place in a ledger."""
    if isinstance(value, dict):
        return [word for name, item in value.items() for word in [*words_in(name), *words_in(item, name)]]
    if isinstance(value, list):
        return [word for item in value for word in words_in(item, key)]
    if value is None or isinstance(value, (bool, int, float)):
        return []
    if CODE.match(value) or is_moment(value) or key == "tz" and value in available_timezones():
        return []
    return [f"{key}: {value}"]


class PayloadMixin:
    def _check_payloads(self, **records):
        """No event of these records holds words."""
        for event in (event for found in records.values() for event in found.event_ids):
            self.assertFalse(words_in(event.payload or {}), f"{event._name} {event.kind}")


@tagged("post_install", "-at_install")
class TestPayloads(PayloadMixin, TruthTableMixin, BackOfficeCase):
    """Whatever people type stays out of the ledgers, so that erasing a person never touches them."""

    def test_what_is_not_a_word(self):
        for payload in (
            {"at": "2026-01-05T09:00:00", "n": 3, "share": 0.5, "ok": True, "to": None, "by": "customer"},
            {"tz": "America/Argentina/Buenos_Aires"}, {"reasons": ["serial_number", "photo"]}, {},
        ):
            self.assertFalse(words_in(payload), payload)
        for payload in (
            {"note": "Ana Ortiz called"}, {"reasons": ["no heat since Monday"]}, {"by": {"name": "Ana"}},
            {"zone": "Europe/Berlin"}, {"Ana Ortiz": 1}, {"code": "x" * 41},
        ):
            self.assertTrue(words_in(payload), payload)

    def test_the_truth_table(self):
        with freeze_time("2026-01-12 08:00:00"):
            built = self._build_truth_table()
        for _row, promise, handoff in built:
            self._check_payloads(promise=promise, handoff=handoff)

    def test_every_button_with_words(self):
        """The whole way with a note wherever one can be given, names and addresses among them."""
        words = "Ana Ortiz, ana@example.com, has no heat"
        case = self._case(subject=words, partner_name=words, description=words)
        promise = self._promise(case_id=case.id, name=words, override_reason=words)
        handoff = self._handoff(
            subject=words, note=words, answers={"serial": words}, case_id=case.id, promise_id=promise.id)
        ours, theirs = handoff.with_user(self.agent), handoff.with_user(self.clerk)
        ours.action_send()
        theirs.action_decline(words)
        ours.action_reroute(self.finance.id)
        handoff.with_user(self.banker).action_accept()
        handoff.with_user(self.banker).action_reroute(self.parts.id)
        theirs.action_accept()
        theirs.action_return(["detail"], note=words)
        ours.action_resend(note=words, answers={"serial": words})
        theirs.action_accept()
        theirs.action_start()
        theirs.action_pause("customer", words, evidence=True)
        theirs.action_resume()
        theirs.action_deliver(words)
        ours.action_reject(words)
        theirs.action_deliver(words)
        ours.action_confirm()
        ours.action_reopen()
        promise.action_change_due("2040-01-01 10:00:00", "customer")
        promise.action_keep()
        promise.action_dispute()
        for action in ("take", "wait_customer", "resume", "resolve", "close", "reopen"):
            getattr(case, f"action_{action}")()
        self._check_payloads(case=case, promise=promise, handoff=handoff)
        self.assertGreater(len(handoff.event_ids), 16)

    def test_words_instead_of_a_reason(self):
        """A program may send anything: what is not on the list is refused, not recorded."""
        handoff = self._handoff()
        handoff._record("sent")
        theirs = handoff.with_user(self.clerk)
        theirs.action_accept()
        for call in (
            lambda: theirs.action_return(["Ana Ortiz did not say"]),
            lambda: theirs.action_return(["detail", "ana@example.com"]),
            lambda: theirs.action_pause("Ana Ortiz rings back"), lambda: theirs.action_pause(""),
        ):
            with self.assertRaisesRegex(UserError, "from the list"):
                call()
        self.assertEqual(handoff.state, "accepted")
        theirs.action_return(["item:serial"])
        self.assertEqual(handoff.state, "returned")


@tagged("post_install", "-at_install")
class TestSamplePayloads(PayloadMixin, SmallSampleCase):
    """The sample company's ledgers hold no words either."""

    def test_the_sample(self):
        for name in EVENTS:
            header = self.env[name]._parent
            events = self.env[name].search([(f"{header}.company_id", "=", self.company.id)])
            self.assertTrue(events, name)
            self._check_payloads(records=events[header])
