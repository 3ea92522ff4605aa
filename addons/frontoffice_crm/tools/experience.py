"""What experience said at a moment of the past: the time managed eight times out of ten, without hindsight."""

from bisect import bisect_left, insort
from datetime import timedelta

SHARE = 0.8


def known_then(done, asked, days, fewest):
    """{moment asked: hours managed 8 times out of 10 by then, or None while there are too few}.

    ``done``: [(when it was done, hours it took)] in any order; ``asked``: moments. Counted is what was done
    in the ``days`` up to a moment and before it. The percentile is the continuous one, as PostgreSQL's.

    >>> from datetime import datetime
    >>> done = [(datetime(2026, 1, day), float(day)) for day in range(1, 6)]
    >>> known_then(done, [datetime(2026, 1, 3), datetime(2026, 1, 6)], 90, 3)
    {datetime.datetime(2026, 1, 3, 0, 0): None, datetime.datetime(2026, 1, 6, 0, 0): 4.2}
    >>> known_then(done, [datetime(2026, 1, 9)], 6, 3)
    {datetime.datetime(2026, 1, 9, 0, 0): 4.6}
    """
    done, hours, result, first, last = sorted(done), [], {}, 0, 0
    for moment in sorted(set(asked)):
        while last < len(done) and done[last][0] < moment:
            insort(hours, done[last][1])
            last += 1
        while first < last and done[first][0] < moment - timedelta(days=days):
            del hours[bisect_left(hours, done[first][1])]
            first += 1
        result[moment] = _percentile(hours) if len(hours) >= fewest else None
    return result


def _percentile(ordered):
    rank = SHARE * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (rank - low) * (ordered[high] - ordered[low])
