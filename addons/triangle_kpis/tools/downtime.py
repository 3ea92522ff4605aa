"""How long something was out of order. Standard library only."""

from datetime import timedelta


def downtime(spans, start, stop):
    """Time between ``start`` and ``stop`` that lies in any of the spans; what lies in two counts once.

    ``spans``: (from, until) pairs of datetimes in any order, ``until`` None for what still lasts. All in one
    zone. A timedelta, zero where ``stop`` is not after ``start``.

    >>> from datetime import datetime
    >>> day = datetime(2026, 3, 9)
    >>> hour = lambda n: day + timedelta(hours=n)
    >>> str(downtime([(hour(8), hour(10)), (hour(9), hour(11)), (hour(22), None)], day, hour(24)))
    '5:00:00'
    >>> str(downtime([(hour(-5), hour(1)), (hour(3), hour(3)), (hour(30), None)], day, hour(24)))
    '1:00:00'
    >>> str(downtime([(hour(1), None)], hour(4), day))
    '0:00:00'
    """
    down, reached = timedelta(), start
    for begun, ended in sorted(spans, key=lambda span: span[0]):
        begun, ended = max(begun, reached), stop if ended is None else min(ended, stop)
        if begun < ended:
            down += ended - begun
            reached = ended
    return down
