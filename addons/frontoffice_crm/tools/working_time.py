"""Working time over plain UTC intervals, in whole seconds, without a calendar model.

The ORM side hands over the open intervals of a calendar, holidays already
taken out; everything after that is counting and bisecting. All datetimes are
naive UTC, so a change of summer time is nothing special here.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)
HALF = timedelta(microseconds=500_000)


def to_seconds(moment):
    """Seconds since 1970 of a naive UTC datetime, rounded to the nearest second.

    >>> to_seconds(datetime(1970, 1, 1, 23, 59, 59, 999_999)) == 24 * 3600
    True
    """
    return (moment - EPOCH + HALF) // SECOND


def to_datetime(seconds):
    """The inverse of :func:`to_seconds`.

    >>> to_datetime(90)
    datetime.datetime(1970, 1, 1, 0, 1, 30)
    """
    return EPOCH + timedelta(seconds=seconds)


def merged(pairs):
    """Sorted, disjoint (start, stop) seconds from any (start, stop) datetimes.

    Touching and overlapping intervals become one, empty ones disappear.

    >>> at = lambda hour: datetime(1970, 1, 1, hour)
    >>> merged([(at(3), at(4)), (at(1), at(2)), (at(2), at(3)), (at(5), at(5))])
    [(3600, 14400)]
    """
    result = []
    for start, stop in sorted((to_seconds(start), to_seconds(stop)) for start, stop in pairs):
        if start >= stop:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


class Hours:
    """The open hours of one calendar within a known range.

    How to use: build it once from all open intervals of the range, then ask
    for as many deadlines and durations as there are records.

    How it works: prefix sums over the intervals turn a moment into "seconds
    worked so far"; a deadline is the place where that sum reaches a value, so
    both questions are one bisection.

    >>> at = lambda day, hour, minute=0: datetime(2026, 1, day, hour, minute)
    >>> week = Hours([(at(5, 9), at(5, 17)), (at(6, 9), at(6, 17))])
    >>> week.deadline(at(5, 16), 2 * 3600) == at(6, 10)
    True
    >>> week.worked(at(5, 16), at(6, 10)) == 2 * 3600
    True
    >>> len(week)
    2
    """

    def __init__(self, pairs=()):
        intervals = merged(pairs)
        self._starts = [start for start, _stop in intervals]
        self._stops = [stop for _start, stop in intervals]
        self._ends = list(accumulate(stop - start for start, stop in intervals))

    def __len__(self):
        return len(self._starts)

    def __iter__(self):
        """The disjoint open intervals as naive UTC datetimes."""
        for start, stop in zip(self._starts, self._stops, strict=True):
            yield to_datetime(start), to_datetime(stop)

    def _worked_until(self, moment):
        """Seconds worked from the beginning of the range to ``moment`` (in seconds)."""
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        return self._ends[index] - max(self._stops[index] - moment, 0)

    def worked(self, start, stop):
        """Working seconds between two naive UTC moments; 0 when they are in reverse order.

        >>> at = lambda hour: datetime(2026, 1, 5, hour)
        >>> day = Hours([(at(9), at(12)), (at(13), at(17))])
        >>> day.worked(at(8), at(14)) // 3600, day.worked(at(12), at(13)), day.worked(at(14), at(8))
        (4, 0, 0)
        """
        start, stop = to_seconds(start), to_seconds(stop)
        return self._worked_until(stop) - self._worked_until(start) if start < stop else 0

    def deadline(self, start, seconds):
        """The moment when ``seconds`` of working time after ``start`` are used up.

        A budget that ends with a shift is due at that shift's end, not at the
        next opening. Zero seconds snap to the first open moment, as stock
        ``plan_hours`` does. ``None`` when the known range is too short.
        Raises ValueError for a negative budget.

        >>> at = lambda day, hour: datetime(2026, 1, day, hour)
        >>> week = Hours([(at(5, 9), at(5, 17)), (at(6, 9), at(6, 17))])
        >>> week.deadline(at(5, 9), 8 * 3600) == at(5, 17)
        True
        >>> week.deadline(at(5, 17), 0) == at(6, 9), week.deadline(at(5, 10), 0) == at(5, 10)
        (True, True)
        >>> week.deadline(at(5, 9), 16 * 3600 + 1) is None
        True
        """
        if seconds < 0:
            raise ValueError(f"a working time budget cannot be negative: {seconds}")
        start = to_seconds(start)
        if not seconds:
            return self._next_open(start)
        budget = self._worked_until(start) + seconds
        index = bisect_left(self._ends, budget)
        if index == len(self._ends):
            return None
        return to_datetime(self._stops[index] - (self._ends[index] - budget))

    def _next_open(self, moment):
        """The first open moment at or after ``moment`` (in seconds), or ``None``."""
        index = bisect_right(self._stops, moment)
        if index == len(self._stops):
            return None
        return to_datetime(max(moment, self._starts[index]))
