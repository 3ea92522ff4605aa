from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.frontoffice_crm.tools import promise as pure_promise

from ..tools import handoff as pure_handoff
from .common import BackOfficeCase
from .truth_table import TOTALS, TruthTableMixin


@tagged("post_install", "-at_install")
class TestTruthTable(TruthTableMixin, BackOfficeCase):
    """Twelve stories with verdicts worked out by hand."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-01-12 08:00:00"):
            self.built = self._build_truth_table()
        self.as_of = self._utc("2026-01-12 08:00:00")

    def test_promises(self):
        for row, promise, _handoff in self.built:
            with self.subTest(row.name):
                folded = promise._replayed()[promise.id]
                self.assertEqual(promise.state, row.state)
                counted = pure_promise.counts(folded, self.as_of)
                self.assertEqual(counted, row.kept is not None)
                if counted:
                    self.assertEqual(folded.state == "kept", row.kept)
                heroic = row.kept and not pure_promise.enabled_in_time(folded)
                self.assertEqual(bool(heroic), row.heroic)
                self.assertEqual(self._reason(promise, folded), row.reason)

    @staticmethod
    def _reason(promise, folded):
        """First match of over-promise, enablement, delivery for a counted promise not kept."""
        if folded.state in ("kept", "withdrawn"):
            return None
        if promise.realistic == "no":
            return "over"
        return "deliver" if pure_promise.enabled_in_time(folded) else "enable"

    def test_handoffs(self):
        for row, _promise, handoff in self.built:
            if not row.handoff:
                continue
            with self.subTest(row.name):
                folded = handoff._replayed()[handoff.id]
                self.assertEqual(pure_handoff.counts(folded, self.as_of), row.in_sla is not None)
                self.assertEqual(pure_handoff.in_time(folded), row.in_sla)
                self.assertEqual(handoff.due_at, self._at(row.handoff_due))

    def test_totals(self):
        promises = [p._replayed()[p.id] for _row, p, _h in self.built]
        counted = [p for p in promises if pure_promise.counts(p, self.as_of)]
        handoffs = [h._replayed()[h.id] for _row, _p, h in self.built if h]
        due = [h for h in handoffs if pure_handoff.counts(h, self.as_of)]
        self.assertEqual(len(counted), TOTALS["promises_due"])
        self.assertEqual(sum(p.state == "kept" for p in counted), TOTALS["promises_kept"])
        self.assertEqual(len(due), TOTALS["handoffs_due"])
        self.assertEqual(sum(bool(pure_handoff.in_time(h)) for h in due), TOTALS["handoffs_in_sla"])

    def test_cache_is_the_fold(self):
        for row, promise, handoff in self.built:
            self.assertFalse(promise._ledger_verify(), row.name)
            self.assertFalse(handoff._ledger_verify(), row.name)

    def test_when_everything_was_ready(self):
        by_name = {row.name: promise for row, promise, _h in self.built}
        heroic = by_name["heroic: kept though the department was late"]
        self.assertEqual(heroic.enabled_at, self._at("Fri 09:00"))
        rejected = by_name["rejected, so the second delivery counts"]
        self.assertEqual(rejected.enabled_at, self._at("Tue 15:00"))
        self.assertEqual(by_name["date moved by the customer"].due_at, self._at("Fri 14:00"))
        self.assertEqual(by_name["date moved by the customer"].first_due_at, self._at("Thu 14:00"))
