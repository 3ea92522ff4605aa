"""Points of a lead: signals that fade with time, capped per rule and over all. No database.

A signal of p points that is a days old counts p · 0.5^(a / half-life) – exponential decay, so that
two signals fade alike whatever their size. Figures are whole days and plain points.
"""

from dataclasses import dataclass
from datetime import datetime

TOP = 100.0


@dataclass(frozen=True)
class Signal:
    """One thing that happened. ``at`` is naive UTC; ``half_life`` in days, 0 means it never fades."""

    rule: int
    points: float
    at: datetime
    half_life: float = 0.0


def faded(signal, now):
    """What a signal still counts.

    >>> faded(Signal(1, 40, datetime(2026, 1, 1), 30), datetime(2026, 1, 31))
    20.0
    >>> faded(Signal(1, 40, datetime(2026, 1, 1)), datetime(2027, 1, 1))
    40
    """
    if not signal.half_life:
        return signal.points
    age = max(0.0, (now - signal.at).total_seconds() / 86400)
    return signal.points * 0.5 ** (age / signal.half_life)


def by_rule(signals, caps, now):
    """{rule: points}, none beyond its cap in either direction. ``caps``: {rule: points or 0 for none}.

    >>> by_rule([Signal(1, 30, datetime(2026, 1, 1))] * 3, {1: 50}, datetime(2026, 1, 1))
    {1: 50}
    >>> by_rule([Signal(1, -30, datetime(2026, 1, 1))] * 3, {1: 50}, datetime(2026, 1, 1))
    {1: -50}
    """
    sums = {}
    for signal in signals:
        sums[signal.rule] = sums.get(signal.rule, 0) + faded(signal, now)
    return {rule: _capped(points, caps.get(rule) or 0) for rule, points in sums.items()}


def _capped(points, cap):
    return max(-cap, min(cap, points)) if cap else points


def total(points):
    """The score from 0 to 100.

    >>> total({1: 70, 2: 50}), total({1: -5}), total({})
    (100.0, 0.0, 0.0)
    """
    return max(0.0, min(TOP, float(sum(points.values()))))
