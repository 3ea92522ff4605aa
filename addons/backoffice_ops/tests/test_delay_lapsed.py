from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import BackOfficeCase


@tagged("post_install", "-at_install")
class TestDelayLapsed(BackOfficeCase):
    """Whose time was lost where a promise was never fulfilled."""

    def _promise_due(self, lapsed=True, **values):
        """Made Monday 9:00 for Tuesday 9:00; the department had until Tuesday 9:00 and never was ready."""
        with freeze_time(self._at("Mon 09:00")):
            promise = self._promise(
                made_at=self._at("Mon 09:00"), due_at=self._at("Tue 09:00"), team_id=self.team.id, **values)
        self._play(self._handoff(promise_id=promise.id), ("Mon 09:00", "sent"), ("Mon 10:00", "accepted"))
        if lapsed:
            self._play(promise, ("Tue 09:00", "lapsed"))
        return promise

    def _night(self):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress"):
            self.env["frontoffice.promise"]._cron_delays()

    def _sum(self, promise):
        return sum(promise.delay_ids.mapped("seconds"))

    def test_taken_back_after_its_time(self):
        """Withdrawn Wednesday 9:00: one day of eight hours late, all of it the department's."""
        promise = self._promise_due(lapsed=False)
        with freeze_time(self._at("Wed 09:00")):
            self._play(promise, ("Wed 09:00", "withdrawn", {"by": "company"}))
        self.assertEqual([(d.side, d.minutes) for d in promise.delay_ids], [("internal", 8 * 60)])
        self.assertEqual(promise.delay_ids.at, self._at("Wed 09:00"))

    def test_taken_back_in_time_lost_nothing(self):
        with freeze_time(self._at("Mon 09:00")):
            promise = self._promise(made_at=self._at("Mon 09:00"), due_at=self._at("Tue 09:00"))
        self._play(promise, ("Mon 12:00", "withdrawn", {"by": "customer"}))
        self.assertFalse(promise.delay_ids)

    def test_nothing_came_of_it(self):
        promise = self._promise_due()
        self._promise_due(source="history")
        Promise = self.env["frontoffice.promise"]
        with freeze_time("2026-02-04 12:00:00"):
            self._night()
            self.assertFalse(promise.delay_ids, "29 days: it may still come")
        with freeze_time("2026-02-06 12:00:00"):
            self._night()
            self._night()
        self.assertEqual({d.at for d in promise.delay_ids}, {promise.due_at.replace(month=2, day=5)})
        late = promise._working_seconds({promise.id: (promise.due_at, promise.delay_ids[0].at)})[promise.id]
        self.assertEqual(self._sum(promise), late)
        self.assertEqual(Promise.search_count([("source", "=", "history"), ("delay_ids", "!=", False)]), 0)
        with freeze_time("2026-02-10 12:00:00"):
            promise.action_keep()
        self.assertEqual(set(promise.delay_ids.mapped("at")), {promise.fulfilled_at}, "it came after all")
