"""Examples by which a person can check a calendar: which hours count, and why it is due then.

Pure: given the open hours of a calendar (``Hours``) or its time zone. Naive UTC.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

HALF_HOUR = timedelta(minutes=30)
LONG_BREAK = timedelta(hours=24)


def counted(hours, start, seconds):
    """[(from, to)] of the open hours that ``seconds`` of working time from ``start`` use up.

    >>> from datetime import datetime
    >>> at = lambda day, hour: datetime(2026, 1, day, hour)
    >>> counted([(at(5, 9), at(5, 17)), (at(6, 9), at(6, 17))], at(5, 16), 2 * 3600) == [
    ...     (at(5, 16), at(5, 17)), (at(6, 9), at(6, 10))]
    True
    """
    result, left = [], timedelta(seconds=seconds)
    for begin, end in hours:
        begin = max(begin, start)
        if begin >= end or not left:
            continue
        stop = min(end, begin + left)
        left -= stop - begin
        result.append((begin, stop))
    return result


def normal_start(hours):
    """An hour into the first stretch of work that is followed by another one within a day."""
    spans = list(hours)
    for (begin, end), (after, _end) in zip(spans, spans[1:], strict=False):
        if after - end < LONG_BREAK:
            return min(begin + 2 * HALF_HOUR, end)
    return spans[0][0] if spans else None


def closed_start(hours):
    """Half an hour before the first closed time of a day or more, or None where there is none.

    >>> from datetime import datetime
    >>> at = lambda day, hour: datetime(2026, 1, day, hour)
    >>> closed_start([(at(8, 9), at(8, 17)), (at(9, 9), at(9, 17)), (at(12, 9), at(12, 17))]) == (
    ...     at(9, 16) + HALF_HOUR)
    True
    """
    spans = list(hours)
    for (begin, end), (after, _end) in zip(spans, spans[1:], strict=False):
        if after - end >= LONG_BREAK:
            return max(begin, end - HALF_HOUR)
    return None


def next_change(zone, start, days=370):
    """The first moment after ``start`` at which the clocks of ``zone`` change, to the hour, or None.

    >>> from datetime import datetime
    >>> next_change("Europe/Berlin", datetime(2026, 1, 5))
    datetime.datetime(2026, 3, 29, 1, 0)
    >>> next_change("Asia/Kolkata", datetime(2026, 1, 5)) is None
    True
    """
    info, hour = ZoneInfo(zone), timedelta(hours=1)

    def offset(moment):
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(info).utcoffset()

    day = start.replace(minute=0, second=0, microsecond=0)
    for _day in range(days):
        if offset(day) != offset(day + 24 * hour):
            return next(day + n * hour for n in range(1, 25) if offset(day + n * hour) != offset(day))
        day += 24 * hour
    return None


def last_before(hours, moment):
    """Half an hour before the end of the last open stretch before a moment, or None."""
    spans = [(begin, end) for begin, end in hours if end <= moment]
    return max(spans[-1][0], spans[-1][1] - HALF_HOUR) if spans else None
