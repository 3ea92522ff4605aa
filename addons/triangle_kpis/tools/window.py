"""Windows of local days: which cells cover them, what came before them, their trend.

A window is a pair of dates, both included. Pure; standard library only.
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY, MONTH = 0, 1
PRESETS = (
    "last_30_days", "last_90_days", "this_month", "last_month", "this_quarter", "last_quarter",
    "this_year", "last_12_months",
)


def moments(first, last, zone):
    """(begin, end) of local days, both included, as naive UTC datetimes; the end is the midnight after the last day.

    >>> [str(moment) for moment in moments(date(2026, 3, 28), date(2026, 3, 29), "Europe/Berlin")]
    ['2026-03-27 23:00:00', '2026-03-29 22:00:00']
    """
    here = ZoneInfo(zone)
    return tuple(datetime.combine(day, time(), here).astimezone(timezone.utc).replace(tzinfo=None)
                 for day in (first, last + timedelta(days=1)))


def segments(first, last):
    """[(level, from, to)]: whole months as months, at most 62 single days at the edges.

    >>> segments(date(2026, 1, 15), date(2026, 3, 2))
    [(0, datetime.date(2026, 1, 15), datetime.date(2026, 1, 31)), (1, datetime.date(2026, 2, 1), \
datetime.date(2026, 2, 1)), (0, datetime.date(2026, 3, 1), datetime.date(2026, 3, 2))]
    >>> segments(date(2026, 2, 1), date(2026, 2, 28))
    [(1, datetime.date(2026, 2, 1), datetime.date(2026, 2, 1))]
    >>> segments(date(2026, 2, 3), date(2026, 2, 5)), segments(date(2026, 2, 3), date(2026, 2, 2))
    ([(0, datetime.date(2026, 2, 3), datetime.date(2026, 2, 5))], [])
    """
    if first > last:
        return []
    start = first if first.day == 1 else add_months(first, 1).replace(day=1)
    stop = (last + timedelta(days=1)).replace(day=1)  # the first day after the last whole month
    if start >= stop:
        return [(DAY, first, last)]
    found = [(DAY, first, start - timedelta(days=1))] if first < start else []
    found.append((MONTH, start, add_months(stop, -1)))
    return [*found, (DAY, stop, last)] if stop <= last else found


def shortest(first, last):
    """[(sign, level, from, to)]: ``segments`` with fewer days, where a whole month less some days has fewer.

    For whole numbers, which come out the same; fractions would keep a rounding error.

    >>> shortest(date(2026, 1, 2), date(2026, 3, 2))
    [(1, 1, datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)), (1, 0, datetime.date(2026, 3, 1), \
datetime.date(2026, 3, 2)), (-1, 0, datetime.date(2026, 1, 1), datetime.date(2026, 1, 1))]
    >>> shortest(date(2026, 2, 3), date(2026, 2, 5)), shortest(date(2026, 2, 3), date(2026, 2, 2))
    ([(1, 0, datetime.date(2026, 2, 3), datetime.date(2026, 2, 5))], [])
    """
    if first > last or (first.year, first.month) == (last.year, last.month):
        return [(1, *line) for line in segments(first, last)]
    ends = first.replace(day=1), month_end(last)
    outside = [(ends[0], first - timedelta(days=1)), (last + timedelta(days=1), ends[1])]
    inside = [(first, month_end(first)), (last.replace(day=1), last)]
    fewer = [_days(*out) < _days(*within) for out, within in zip(outside, inside, strict=True)]
    wide = segments(ends[0] if fewer[0] else first, ends[1] if fewer[1] else last)
    less = [(-1, DAY, *out) for out, taken in zip(outside, fewer, strict=True) if taken and _days(*out)]
    return [*((1, *line) for line in wide), *less]


def _days(first, last):
    return (last - first).days + 1


def add_months(day, months):
    """The same day some months away, or the last day of that month.

    >>> add_months(date(2026, 3, 31), -1), add_months(date(2026, 12, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


def month_end(day):
    """The last day of its month.

    >>> month_end(date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    """
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def preset(name, today):
    """The window of a preset, ending today at the latest. KeyError for an unknown name.

    >>> preset("last_quarter", date(2026, 2, 10))
    (datetime.date(2025, 10, 1), datetime.date(2025, 12, 31))
    >>> preset("last_12_months", date(2026, 2, 10))
    (datetime.date(2025, 2, 11), datetime.date(2026, 2, 10))
    """
    month = today.replace(day=1)
    quarter = month.replace(month=3 * ((month.month - 1) // 3) + 1)
    return {
        "last_30_days": (today - timedelta(days=29), today),
        "last_90_days": (today - timedelta(days=89), today),
        "this_month": (month, today),
        "last_month": (add_months(month, -1), month - timedelta(days=1)),
        "this_quarter": (quarter, today),
        "last_quarter": (add_months(quarter, -3), quarter - timedelta(days=1)),
        "this_year": (month.replace(month=1), today),
        "last_12_months": (add_months(today, -12) + timedelta(days=1), today),
    }[name]


def before(first, last):
    """The window of the same length just before; whole months are compared with whole months.

    >>> before(date(2026, 4, 1), date(2026, 6, 30))
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
    >>> before(date(2026, 4, 11), date(2026, 4, 20))
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 10))
    """
    if first.day == 1 and last == month_end(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return add_months(first, -months), first - timedelta(days=1)
    days = (last - first).days + 1
    return first - timedelta(days=days), first - timedelta(days=1)


def year_before(first, last):
    """The same window one year earlier.

    >>> year_before(date(2024, 2, 1), date(2024, 2, 29))
    (datetime.date(2023, 2, 1), datetime.date(2023, 2, 28))
    """
    return add_months(first, -12), add_months(last, -12)


def trend(last, points=12):
    """Twelve months up to the one of the last day, which may be running: [(first, last)].

    >>> trend(date(2026, 2, 10), 2)
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 31)), (datetime.date(2026, 2, 1), datetime.date(2026, 2, 10))]
    """
    starts = [add_months(last.replace(day=1), -back) for back in range(points - 1, -1, -1)]
    return [(start, min(month_end(start), last)) for start in starts]


def days_of(first, last):
    """Every day of a window.

    >>> days_of(date(2026, 2, 28), date(2026, 3, 1))
    [datetime.date(2026, 2, 28), datetime.date(2026, 3, 1)]
    """
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def weeks(last, points):
    """Complete weeks, Monday to Sunday, the newest ending on or before ``last``: [(first, last)], oldest first.

    >>> weeks(date(2026, 3, 18), 2)
    [(datetime.date(2026, 3, 2), datetime.date(2026, 3, 8)), (datetime.date(2026, 3, 9), datetime.date(2026, 3, 15))]
    """
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return [(sunday - timedelta(days=7 * back + 6), sunday - timedelta(days=7 * back))
            for back in range(points - 1, -1, -1)]


def months(last, points):
    """Complete months, the newest ending on or before ``last``: [(first, last)], oldest first.

    >>> months(date(2026, 3, 18), 2)
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 31)), (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))]
    """
    end = last if last == month_end(last) else last.replace(day=1) - timedelta(days=1)
    return trend(end, points)
