"""When a reminder step is reached, and when a person may be disturbed; no database, no clock of its own.

A step lies at a share of the time used, or some working hours before or after the due time. All of
them are the same thing: a distance from the due time in working seconds, negative before it. A step
is reached when no more than that much working time is left. ``frontier`` turns the question round,
so that one look into a calendar answers it for any number of requests: the latest due time for which
the step is reached now.
"""

from datetime import datetime, time, timedelta

HOUR = 3600
DAYS_AHEAD = 60  # nobody's mail waits longer for them to come back


def offset(basis, value, budget_s):
    """Working seconds from the due time to a step: "percent" of the budget used, hours "before" or "after".

    >>> offset("percent", 75, 8 * HOUR), offset("percent", 150, 8 * HOUR)
    (-7200, 14400)
    >>> offset("before", 2, 0), offset("after", 0.5, 0), offset("percent", 100, 0)
    (-7200, 1800, 0)
    """
    if basis == "percent":
        return round((value / 100 - 1) * budget_s)
    return round(value * HOUR) * (-1 if basis == "before" else 1)


def reached(offset_s, left_s):
    """Whether a step is reached with ``left_s`` working seconds left, negative when late.

    >>> reached(-7200, 7201), reached(-7200, 7200), reached(1800, -1799), reached(1800, -1800)
    (False, True, False, True)
    """
    return left_s <= -offset_s


def before(intervals, now, seconds):
    """The latest moment with at least ``seconds`` > 0 of working time between it and ``now``, or None.

    >>> at = lambda day, hour: datetime(2026, 1, day, hour)
    >>> week = [(at(5, 9), at(5, 17)), (at(6, 9), at(6, 17))]
    >>> before(week, at(6, 10), 2 * HOUR) == at(5, 16), before(week, at(6, 10), HOUR) == at(6, 9)
    (True, True)
    >>> before(week, at(5, 10), 2 * HOUR) is None
    True
    """
    for start, stop in reversed(list(intervals)):
        length = (min(stop, now) - start).total_seconds()
        if length >= seconds:
            return min(stop, now) - timedelta(seconds=seconds)
        seconds -= max(length, 0)
    return None


def frontier(hours, now, offset_s):
    """Latest due time for which a step is reached now; None where the known range of hours is too short.

    ``hours``: working_time.Hours around ``now``.
    """
    if offset_s > 0:
        return before(hours, now, offset_s)
    due = hours.deadline(now, -offset_s)
    # what is due while everybody is at home has no more time left than at the end of the shift
    return due and (hours.deadline(due, 0) or due)


def is_quiet(hour, begin, end):
    """Whether a wall clock hour lies in the quiet hours; the same hour twice means there are none.

    >>> [is_quiet(hour, 18, 7) for hour in (6.5, 7, 17.9, 18, 23)]
    [True, False, False, True, True]
    >>> is_quiet(13, 12, 14), is_quiet(3, 8, 8)
    (True, False)
    """
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def windows(begin, end):
    """Hours of a day on which people may be told something.

    >>> windows(18, 7), windows(12, 14), windows(8, 8)
    ([(7, 18)], [(0, 12), (14, 24)], [(0, 24)])
    """
    if begin == end:
        return [(0, 24)]
    return [(0, begin), (end, 24)] if begin < end else [(end, begin)]


def waking(now, begin, end, works):
    """The first moment from ``now`` on at which a person may be told something. Wall clock times.

    ``works``: function of a date, whether the person works that day. Who is away longer than 60 days is
    told on the next day that is not a night.

    >>> weekday = lambda day: day.weekday() < 5
    >>> waking(datetime(2026, 1, 9, 19), 18, 7, weekday)  # Friday evening
    datetime.datetime(2026, 1, 12, 7, 0)
    >>> waking(datetime(2026, 1, 9, 9, 30), 18, 7, weekday)
    datetime.datetime(2026, 1, 9, 9, 30)
    >>> waking(datetime(2026, 1, 9, 19), 18, 7, lambda day: False)
    datetime.datetime(2026, 1, 10, 7, 0)
    """
    for working in (works, lambda day: True):
        for ahead in range(DAYS_AHEAD):
            day = now.date() + timedelta(days=ahead)
            for opens, closes in windows(begin, end) if working(day) else ():
                midnight = datetime.combine(day, time())
                moment = max(now, midnight + timedelta(hours=opens))
                if moment < midnight + timedelta(hours=closes):
                    return moment
    return now
