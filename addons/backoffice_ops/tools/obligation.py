"""When a compliance deadline falls next. Pure, standard library only."""

from calendar import monthrange
from datetime import date, timedelta


def plus_months(day, months):
    """The same day ``months`` later; the last of the month where that month is shorter.

    >>> plus_months(date(2026, 1, 31), 1), plus_months(date(2024, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def following(first, current, months):
    """The next date of a row that began on ``first``, after ``current``.

    Counted from the first one, so that the 31st does not become the 28th for ever.

    >>> following(date(2026, 1, 31), date(2026, 2, 28), 1)
    datetime.date(2026, 3, 31)
    """
    turn = 1
    while plus_months(first, turn * months) <= current:
        turn += 1
    return plus_months(first, turn * months)


def notice_by(end, days):
    """The last day on which notice can be given.

    >>> notice_by(date(2026, 12, 31), 90)
    datetime.date(2026, 10, 2)
    """
    return end - timedelta(days=days)


def in_time(due_at, met_at, now):
    """True met in time, False missed, None still open. Due exactly now is in time.

    >>> from datetime import datetime as d
    >>> in_time(d(2026, 1, 2), d(2026, 1, 2), d(2026, 2, 1)), in_time(d(2026, 1, 2), d(2026, 1, 3), d(2026, 2, 1))
    (True, False)
    >>> in_time(d(2026, 1, 2), None, d(2026, 1, 2)), in_time(d(2026, 1, 2), None, d(2026, 1, 3))
    (None, False)
    """
    if met_at:
        return met_at <= due_at
    return None if now <= due_at else False
