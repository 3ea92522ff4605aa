"""Steps of several departments that wait for each other: when the last one will be ready, and why.

Pure: how long a step takes from a moment is asked of ``plan(key, start)``, which knows calendars.
All times are naive UTC.
"""

from dataclasses import dataclass
from datetime import datetime

from .relay import Cycle, ordered

__all__ = ["Cycle", "Line", "Step", "critical", "forecast", "ordered", "slips"]


@dataclass(frozen=True)
class Step:
    """``after``: keys it waits for. ``began``: since when it runs; ``ended``: when it was ready."""

    key: int
    after: tuple = ()
    began: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True)
class Line:
    """What is expected of one step."""

    key: int
    start: datetime
    stop: datetime


def forecast(steps, now, plan):
    """{key: Line} in an order that respects who waits for whom. Raises Cycle.

    ``plan(key, start)`` -> when a step that starts then is ready, or None where nobody can say. What
    is done keeps its times; what is still to do is never expected in the past.

    >>> from datetime import timedelta
    >>> day, hour = datetime(2026, 1, 5, 8), timedelta(hours=1)
    >>> lines = forecast(
    ...     [Step(1, began=day, ended=day + hour), Step(2, (1,)), Step(3, (1, 2))], day + 2 * hour,
    ...     lambda key, start: start + key * hour)
    >>> [(line.key, line.start.hour, line.stop.hour) for line in lines.values()]
    [(1, 8, 9), (2, 10, 12), (3, 12, 15)]
    """
    known = {step.key: step for step in steps}
    result = {}
    for key in ordered({step.key: step.after for step in steps}):
        step = known[key]
        ready = max((result[other].stop for other in step.after if other in result), default=now)
        start = step.began or max(ready, now)
        stop = step.ended or max(plan(key, start) or start, now)
        result[key] = Line(key, start, stop)
    return result


def critical(steps, lines):
    """Keys of the longest way, first to last: the steps of which each hour costs an hour at the end.

    >>> at = lambda hour: datetime(2026, 1, 5, hour)
    >>> lines = {1: Line(1, at(8), at(9)), 2: Line(2, at(8), at(11)), 3: Line(3, at(11), at(12))}
    >>> critical([Step(1), Step(2), Step(3, (1, 2))], lines)
    [2, 3]
    >>> critical([], {})
    []
    """
    after = {step.key: [key for key in step.after if key in lines] for step in steps}
    key = max(lines, key=lambda k: (lines[k].stop, -k), default=None)
    way = []
    while key is not None:
        way.append(key)
        key = max(after[key], key=lambda k: (lines[k].stop, -k), default=None)
    return way[::-1]


def slips(steps, first, lines, late):
    """{late key: [keys that now end later than first planned because they wait for it]}.

    ``first``: {key: when it was to be ready when the bundle began}.

    >>> at = lambda hour: datetime(2026, 1, 5, hour)
    >>> lines = {1: Line(1, at(8), at(11)), 2: Line(2, at(11), at(12)), 3: Line(3, at(8), at(9))}
    >>> slips([Step(1), Step(2, (1,)), Step(3)], {1: at(9), 2: at(10), 3: at(9)}, lines, [1])
    {1: [2]}
    """
    behind = {step.key: {other.key for other in steps if step.key in other.after} for step in steps}
    result = {}
    for key in late:
        found = _all_behind(behind, key)
        result[key] = sorted(k for k in found if k in first and lines[k].stop > first[k])
    return result


def _all_behind(behind, key):
    """Every step that waits for this one, directly or not."""
    found, todo = set(), set(behind.get(key, ()))
    while todo:
        found |= todo
        todo = set().union(*(behind[k] for k in todo)) - found
    return found
