"""Named defaults for tests of promises: a Monday morning, and experience as rows."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from .common import FrontOfficeCase

MONDAY = datetime(2026, 3, 23, 9, 0)  # 09:00 UTC, the office opened at 8


class PromiseCase(FrontOfficeCase):
    """Time stands still on a Monday at 9."""

    def setUp(self):
        super().setUp()
        self.customer.company_id = self.company
        self._at(MONDAY)

    def _at(self, moment):
        """Stop the clock at a naive UTC moment."""
        if getattr(self, "_clock", None):
            self._clock.stop()
        else:
            self.addCleanup(lambda: self._clock.stop())
        self._clock = freeze_time(moment)
        self._clock.start()
        self.now = moment

    def _as(self, record, user):
        return record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def _feature(self, name, *users):
        for user in users:
            user.group_ids = [Command.link(self.env.ref(f"frontoffice_crm.group_feature_{name}").id)]

    def _experience(self, hours, kept=None, standard=None, **values):
        """Decided promises of the last weeks, one for each of the delivered working ``hours``, by SQL:
        what is tested reads rows. ``kept``: how many of them in time."""
        standard = standard or self.standard
        promises = self.env["frontoffice.promise"].create([
            {
                "name": f"Visit {n}", "standard_id": standard.id, "company_id": self.company.id, "source": "history",
                "partner_id": self.customer.id, "due_at": self.now - timedelta(days=5, minutes=n), **values,
            }
            for n in range(len(hours))
        ])
        self.env.flush_all()
        kept = len(hours) if kept is None else kept
        for number, (promise, taken) in enumerate(zip(promises, hours, strict=True)):
            self.cr.execute(
                "UPDATE frontoffice_promise SET made_at = due_at - interval '2 days', fulfilled_at = due_at,"
                " in_full = TRUE, delivered_hours = %s, state = %s WHERE id = %s",
                (taken, "kept" if number < kept else "late", promise.id),
            )
        self.env.invalidate_all()
        return promises
