from odoo import api, fields, models

from ..tools import ledger

TIMES = ("first_resolved_at", "first_reopened_at", "cancelled_at")
SETTLING = frozenset({"resolved", "reopened", ledger.UNDONE})


class Case(models.Model):
    """Moments that figures need and that later events would otherwise hide; the work until it was solved."""

    _inherit = "frontoffice.case"

    first_resolved_at = fields.Datetime("First solved on", readonly=True, copy=False)
    first_reopened_at = fields.Datetime("First opened again on", readonly=True, copy=False)
    cancelled_at = fields.Datetime("Cancelled on", readonly=True, copy=False)
    resolve_minutes = fields.Float(
        "Minutes until solved", readonly=True, copy=False, aggregator="avg",
        help="Working minutes from opening to the last solution, without the time we waited for the customer.",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {*TIMES, "resolve_minutes"}

    def _ledger_values(self, state):
        return super()._ledger_values(state) | {name: getattr(state, name) or False for name in TIMES}

    def _ledger_append(self, fresh, books):
        result = super()._ledger_append(fresh, books)
        settled = self.filtered(lambda case: any(event.kind in SETTLING for event in fresh[case.id]))
        settled._measure_work({case.id: books[case.id] + fresh[case.id] for case in settled})
        return result

    def _measure_work(self, books):
        """Write the working minutes until the last solution; one interval fetch per calendar.

        ``books``: case id to its events. Counted once, when it is solved: later hours change nothing.
        """
        groups, none = {}, self.env["frontoffice.case.policy"]
        for case in self:
            state = self._ledger_replay(case, books[case.id])
            if state.resolved_at and state.opened_at:
                groups.setdefault(case._clock_calendar(none), []).append((case, state))
            elif case.resolve_minutes:
                case.resolve_minutes = False
        for calendar, rows in groups.items():
            self._write_work(calendar, rows)

    def _write_work(self, calendar, rows):
        """Working time between opening and solution less the waits, of [(case, folded state)]."""
        pairs = [pair for _case, state in rows for pair in ((state.opened_at, state.resolved_at), *state.waits)]
        seconds = iter(calendar._count_seconds(pairs))
        for case, state in rows:
            total = next(seconds) - sum(next(seconds) for _wait in state.waits)
            case.resolve_minutes = max(0, total) / 60
