import random
from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import TransactionCase

OFFICE = [(day, low, high) for day in range(5) for low, high in ((8, 12), (13, 17))]
SHIFTS = [(day, low, high) for day in range(6) for low, high in ((6, 9.5), (10, 14), (15.25, 21))]
NIGHT = [(day, low, high) for day in range(7) for low, high in ((0, 6), (22, 24))]
SUNDAY = [(6, 1, 4)]


class WorkingTimeCase(TransactionCase):
    """Calendars of all shapes, and stock as the judge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(19)

    def _calendar(self, shifts=OFFICE, tz="Europe/Berlin", holidays=(), **values):
        calendar = self.env["resource.calendar"].create(
            {
                "name": f"{tz} {len(shifts)}",
                "tz": tz,
                "attendance_ids": [
                    Command.create({"name": "x", "dayofweek": str(day), "hour_from": low, "hour_to": high})
                    for day, low, high in shifts
                ],
                **values,
            }
        )
        self.env["resource.calendar.leaves"].create(
            [
                {"name": "Holiday", "calendar_id": calendar.id, "date_from": low, "date_to": high}
                for low, high in holidays
            ]
        )
        return calendar

    def _moments(self, count, first=datetime(2026, 1, 1), days=365):
        return [first + timedelta(seconds=self.random.randrange(days * 86400)) for _i in range(count)]

    def _stock_plan(self, calendar, start, seconds):
        found = calendar.plan_hours(seconds / 3600, start, compute_leaves=True)
        return found and (found + timedelta(microseconds=500_000)).replace(microsecond=0)

    def _assert_equal_to_stock(self, calendar, moments, longest=200 * 3600):
        # An odd second keeps clear of shift ends, where stock's hours as floats fall to either side.
        wanted = [(moment, self.random.randrange(1, longest) | 1) for moment in moments]
        for (start, seconds), ours in zip(wanted, calendar._plan_seconds(wanted), strict=True):
            stock = self._stock_plan(calendar, start, seconds)
            self.assertEqual(ours, stock, f"{calendar.name}: {start} + {seconds} s")
        pairs = list(zip(moments, reversed(moments), strict=False))
        for (start, stop), ours in zip(pairs, calendar._count_seconds(pairs), strict=False):
            stock = calendar.get_work_hours_count(start, stop) * 3600 if start < stop else 0
            self.assertEqual(ours, round(stock), f"{calendar.name}: {start} to {stop}")
