"""Clock of the sample company: working days in its own zone, months counted from a day.

Standard library only. Times in and out are naive UTC in whole seconds; "local" is the zone given.
"""

from calendar import monthrange
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from .working_time import Hours

#: opening hours of a working day, local; the gap is lunch
SHIFTS = ((8, 12), (13, 17))
DAY_SECONDS = 8 * 3600
HOUR = 3600


def month_start(day, offset):
    """First day of the month ``offset`` months away from the month of ``day``.

    >>> from datetime import date
    >>> month_start(date(2026, 1, 31), -1), month_start(date(2026, 1, 31), -13)
    (datetime.date(2025, 12, 1), datetime.date(2024, 12, 1))
    """
    index = day.year * 12 + day.month - 1 + offset
    return day.replace(year=index // 12, month=index % 12 + 1, day=1)


class Clock:
    """Working time Monday to Friday 8–12 and 13–17 around a moment.

    How to use: ``offset`` turns a moment into working seconds since the clock began and ``at``
    turns them back, so going forward or back in working time is an addition.

    >>> clock = Clock(datetime(2026, 1, 7, 12), "Europe/London")
    >>> monday = clock.local(datetime(2026, 1, 5).date(), 9)
    >>> clock.add(monday, 8 * HOUR)
    datetime.datetime(2026, 1, 6, 9, 0)
    >>> clock.add(monday, -2 * HOUR)
    datetime.datetime(2026, 1, 2, 16, 0)
    >>> clock.worked(monday, clock.add(monday, 5 * HOUR)) // HOUR
    5
    """

    def __init__(self, now, zone="Europe/London", months_back=16, days_ahead=60):
        self.now = now.replace(microsecond=0)
        self.zone = ZoneInfo(zone)
        self.today = self.now.replace(tzinfo=timezone.utc).astimezone(self.zone).date()
        first = month_start(self.today, -months_back)
        days = (self.today - first).days + days_ahead
        self.days = [day for n in range(days) if (day := first + timedelta(days=n)).weekday() < 5]
        self.hours = Hours(
            (self.local(day, start), self.local(day, stop)) for day in self.days for start, stop in SHIFTS
        )
        self.begin = self.local(self.days[0], SHIFTS[0][0])

    def local(self, day, hour, minute=0):
        """Naive UTC of a local time of day."""
        moment = datetime.combine(day, time(hour, minute), tzinfo=self.zone)
        return moment.astimezone(timezone.utc).replace(tzinfo=None)

    def day_of(self, moment):
        """Local day of a naive UTC moment."""
        return moment.replace(tzinfo=timezone.utc).astimezone(self.zone).date()

    def offset(self, moment):
        """Working seconds from the beginning of the clock to a moment."""
        return self.hours.worked(self.begin, moment)

    def at(self, seconds):
        """Moment at which so many working seconds have passed. Raises ValueError outside the clock."""
        moment = self.hours.deadline(self.begin, seconds) if seconds >= 0 else None
        if moment is None:
            raise ValueError(f"{seconds} working seconds lie outside the sample's time")
        return moment

    def add(self, moment, seconds):
        """Moment so many working seconds later (earlier when negative)."""
        return self.at(self.offset(moment) + round(seconds))

    def worked(self, start, stop):
        """Working seconds between two moments."""
        return self.hours.worked(start, stop)

    def month(self, offset):
        """First and last local day of a story month; month 0 ends yesterday."""
        first = month_start(self.today, offset)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return first, min(last, self.today - timedelta(days=1))

    def working_days(self, offset):
        """Working days of a story month, in order."""
        first, last = self.month(offset)
        return [day for day in self.days if first <= day <= last]

    def moment(self, random, day, step=900):
        """A working moment of a day on a grid of ``step`` seconds, never at opening or closing."""
        start = self.offset(self.local(day, SHIFTS[0][0]))
        return self.at(start + step * random.randint(1, DAY_SECONDS // step - 1))

    def next_day(self, count=1):
        """The count-th working day after today."""
        return [day for day in self.days if day > self.today][count - 1]
