"""Whose time a late promise lost: parts that add up to the lateness exactly, nobody to blame.

Each part is capped by what the parts before it left over: promised too early, then what departments
overran, then what waited for the front office, then proven waiting for others, and what remains is
unexplained. Whole working seconds; minutes are rounded so that they add up too.
"""

from dataclasses import dataclass

EXTERNAL, INTERNAL, INTERACTIVE, CUSTOMER, UNEXPLAINED = SIDES = (
    "external", "internal", "interactive", "customer", "unexplained",
)


@dataclass(frozen=True)
class Part:
    """``key`` tells which stint of which request, where there are several."""

    side: str
    seconds: int
    key: object = None


def split(late_s, early_s=0, overruns=(), idle_s=0, proven_s=0):
    """Parts of ``late_s``, zeros left out. ``overruns``: (key, seconds) per department stint, in order.

    >>> [(p.side, p.seconds) for p in split(100, 30, [("a", 50), ("b", 90)], 10)]
    [('external', 30), ('internal', 50), ('internal', 20)]
    >>> [(p.side, p.seconds) for p in split(100, 0, [], 10, 20)]
    [('interactive', 10), ('customer', 20), ('unexplained', 70)]
    >>> split(0, 50), split(-3)
    ([], [])
    """
    left, parts = max(late_s, 0), []
    asked = [
        (EXTERNAL, None, early_s), *((INTERNAL, key, seconds) for key, seconds in overruns),
        (INTERACTIVE, None, idle_s), (CUSTOMER, None, proven_s),
    ]
    for side, key, seconds in asked:
        taken = min(max(seconds, 0), left)
        left -= taken
        if taken:
            parts.append(Part(side, taken, key))
    return [*parts, Part(UNEXPLAINED, left)] if left else parts


def minutes(parts):
    """Whole minutes per part; together they are the lateness in minutes, rounded once.

    >>> minutes([Part("external", 40), Part("internal", 40), Part("unexplained", 40)])
    [1, 0, 1]
    """
    result, total, told = [], 0, 0
    for part in parts:
        total += part.seconds
        upto = (total + 30) // 60
        result.append(upto - told)
        told = upto
    return result
