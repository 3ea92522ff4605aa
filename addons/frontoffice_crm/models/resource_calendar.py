from datetime import timedelta, timezone

from odoo import models
from odoo.fields import Domain

from ..tools.working_time import Hours, to_datetime, to_seconds

# How far stock ``plan_hours`` looks: 100 windows of 14 days.
HORIZON = timedelta(days=1400)
FIRST_LOOK = timedelta(days=28)


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _working_hours(self, start, stop):
        """Open hours between two naive UTC moments, holidays taken out, as pure `Hours`.

        No calendar (empty recordset) means around the clock. One interval
        fetch, whatever is asked of the result afterwards.
        """
        if not self:
            return Hours([(start, stop)])
        calendar = self._for_everybody()
        intervals = calendar._work_intervals_batch(
            start.replace(tzinfo=timezone.utc), stop.replace(tzinfo=timezone.utc), domain=calendar._holiday_domain()
        )[False]
        return Hours((_naive(start), _naive(stop)) for start, stop, _attendance in intervals)

    def _plan_seconds(self, starts_and_seconds):
        """Deadlines in working time for many ``(start, seconds)`` at once.

        :param starts_and_seconds: list of (naive UTC start, whole seconds >= 0)
        :return: list of naive UTC datetimes, ``None`` where the calendar does
            not offer that many seconds within 1,400 days of the start
        """
        wanted = [(start.replace(microsecond=0), seconds) for start, seconds in starts_and_seconds]
        if not self:
            return [start + timedelta(seconds=seconds) for start, seconds in wanted]
        calendar = self._for_everybody()
        if calendar._is_stock_timed():
            return [calendar._plan_stock(start, seconds) for start, seconds in wanted]
        return calendar._plan_fixed(wanted)

    def _count_seconds(self, pairs):
        """Working seconds for many ``(from, to)`` pairs of naive UTC moments at once.

        A pair in reverse order counts 0.
        """
        pairs = [(start.replace(microsecond=0), stop.replace(microsecond=0)) for start, stop in pairs]
        if not self:
            return [max(0, to_seconds(stop) - to_seconds(start)) for start, stop in pairs]
        calendar = self._for_everybody()
        if calendar._is_stock_timed():
            return [calendar._count_stock(start, stop) for start, stop in pairs]
        return calendar._count_fixed(pairs)

    def _for_everybody(self):
        """This calendar, readable by whoever asks.

        sudo: a deadline must not depend on who asks for it, a customer on the portal included. The
        holidays that count are chosen by the calendar's company instead of by the user's rights.
        """
        self.ensure_one()
        return self.sudo()

    def _is_stock_timed(self):
        """Flexible calendars have no fixed intervals: their answer depends on the range asked for."""
        return self.flexible_hours or self.duration_based

    def _holiday_domain(self):
        """Leaves that close this calendar: its own, and general ones of its company only."""
        domain = Domain("time_type", "=", "leave")
        if self.company_id:
            domain &= Domain("calendar_id", "=", self.id) | Domain("company_id", "in", [False, self.company_id.id])
        return list(domain)

    def _plan_fixed(self, wanted):
        """Look ahead in growing steps until every deadline is found or stock would give up."""
        if not wanted:
            return []
        first = min(start for start, _seconds in wanted)
        last = max(start for start, _seconds in wanted)
        # Even half-time calendars open an eighth of the time, so one look is nearly always enough.
        ahead = FIRST_LOOK + timedelta(seconds=8 * max(seconds for _start, seconds in wanted))
        while True:
            ahead = min(ahead, HORIZON)
            hours = self._working_hours(first, last + ahead)
            found = [_within(hours.deadline(start, seconds), start) for start, seconds in wanted]
            if ahead == HORIZON or None not in found:
                return found
            ahead *= 7

    def _count_fixed(self, pairs):
        """One fetch over all pairs that run forward."""
        forward = [pair for pair in pairs if pair[0] < pair[1]]
        if not forward:
            return [0] * len(pairs)
        starts, stops = zip(*forward, strict=True)
        hours = self._working_hours(min(starts), max(stops))
        return [hours.worked(start, stop) for start, stop in pairs]

    def _plan_stock(self, start, seconds):
        found = self.plan_hours(seconds / 3600, start, compute_leaves=True, domain=self._holiday_domain())
        return to_datetime(to_seconds(found)) if found else None

    def _count_stock(self, start, stop):
        if start >= stop:
            return 0
        return round(self.get_work_hours_count(start, stop, domain=self._holiday_domain()) * 3600)


def _naive(moment):
    """Naive UTC of an aware moment."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _within(deadline, start):
    """A deadline that stock would find too."""
    return deadline if deadline and deadline <= start + HORIZON else None
