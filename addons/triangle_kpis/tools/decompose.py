"""Why a number changed: rates against mix, and two series against each other. Pure; standard library only."""

import math
from typing import NamedTuple

from .statistics import Z

FEWEST_MONTHS = 18  # fewer say nothing about a link
LAGS = range(7)


class Split(NamedTuple):
    """A change of a share told apart (Kitagawa): ``total = rate + mix``; ``rows`` {member: (rate, mix)}."""

    total: float
    rate: float
    mix: float
    rows: dict


def kitagawa(now, then):
    """The change of a share from ``then`` to ``now`` by members; ``None`` when a side is empty.

    ``now``, ``then``: {member: (num, den)}. Rate: Σ ½(w1 + w2)·Δr. Mix: Σ ½(r1 + r2)·Δw. A member missing on one
    side has the other's rate there: its coming and going is mix alone.

    >>> split = kitagawa({"a": (8, 10), "b": (45, 90)}, {"a": (63, 90), "b": (4, 10)})
    >>> round(split.total, 6), round(split.rate, 6), round(split.mix, 6)
    (-0.14, 0.1, -0.24)
    """
    whole_now, whole_then = _whole(now)[1], _whole(then)[1]
    if not whole_now or not whole_then:
        return None
    rows = {}
    for member in sorted({*now, *then}, key=str):
        one, other = now.get(member, (0, 0)), then.get(member, (0, 0))
        if one[1] or other[1]:
            rows[member] = _effects(one, other, whole_now, whole_then)
    total = _whole(now)[0] / whole_now - _whole(then)[0] / whole_then
    return Split(total, sum(r for r, _m in rows.values()), sum(m for _r, m in rows.values()), rows)


def _whole(side):
    """(num, den) of all members."""
    return tuple(map(sum, zip(*side.values(), strict=True))) if side else (0, 0)


def _effects(now, then, whole_now, whole_then):
    """(rate, mix) of one member."""
    (k2, n2), (k1, n1) = now, then
    w2, w1 = n2 / whole_now, n1 / whole_then
    r2, r1 = k2 / n2 if n2 else k1 / n1, k1 / n1 if n1 else k2 / n2
    return (w1 + w2) / 2 * (r2 - r1), (r1 + r2) / 2 * (w2 - w1)


def is_simpson(now, then, fewest=1):
    """Whether the whole moved one way and every member the other.

    Members with fewer than ``fewest`` on a side are left out; two must remain.

    >>> is_simpson({"a": (8, 10), "b": (45, 90)}, {"a": (63, 90), "b": (4, 10)})
    True
    >>> is_simpson({"a": (9, 10)}, {"a": (8, 10)})
    False
    """
    split = kitagawa(now, then)
    both = [m for m in now if now[m][1] >= fewest and then.get(m, (0, 0))[1] >= fewest]
    if split is None or len(both) < 2 or abs(split.total) < 1e-12:
        return False
    return all(split.total * (now[m][0] / now[m][1] - then[m][0] / then[m][1]) < 0 for m in both)


def standardised(members, weights):
    """Directly standardised share: the members' own rates with common weights; ``None`` if a weighted one has none.

    >>> standardised({"a": (8, 10), "b": (45, 90)}, {"a": 1, "b": 1})
    0.65
    >>> standardised({"a": (8, 10)}, {"a": 1, "b": 1}) is None
    True
    """
    whole = sum(weights.values())
    if not whole or any(weight and not members.get(m, (0, 0))[1] for m, weight in weights.items()):
        return None
    return sum(w * members[m][0] / members[m][1] for m, w in weights.items() if w) / whole


def same_mix(strata):
    """(difference, low, high) of two shares had both the same mix; ``None`` where no stratum has both.

    ``strata``: [(num, den, num of the other, den of the other)]. Mantel-Haenszel difference of shares with the
    variance of Greenland & Robins (1985), 95 %.

    >>> same_mix([(84, 100, 252, 300), (288, 300, 96, 100)])[0]  # equal in each, though 93 % against 87 % in all
    0.0
    >>> [round(x, 4) for x in same_mix([(9, 10, 5, 10), (1, 10, 1, 10)])]
    [0.2, -0.0235, 0.4235]
    >>> same_mix([(9, 10, 0, 0), (0, 0, 5, 10)]) is None
    True
    """
    whole = spread = weight = 0.0
    for num, den, other, base in strata:
        if den and base:
            share = den * base / (den + base)
            weight += share
            whole += share * (num / den - other / base)
            spread += share**2 * (num * (den - num) / den**3 + other * (base - other) / base**3)
    if not weight:
        return None
    value, error = whole / weight, Z * math.sqrt(spread) / weight
    return value, value - error, value + error


def entropy(counts):
    """How evenly things spread over kinds, in bits (Shannon 1948): 0 where all are of one kind.

    >>> entropy([5, 5]), entropy([10]), entropy([])
    (1.0, 0.0, 0.0)
    >>> round(entropy([97, 1, 1, 1]), 3)
    0.242
    """
    whole = sum(counts)
    return sum((n / whole * math.log2(whole / n) for n in counts if n), 0.0)


def ranks(values):
    """Ranks from 1, ties share their mean.

    >>> ranks([10, 20, 20, 5])
    [2.0, 3.5, 3.5, 1.0]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found, i = [0.0] * len(values), 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            found[order[k]] = (i + j) / 2 + 1
        i = j + 1
    return found


def spearman(xs, ys):
    """(rho, low, high): rank correlation and its 95 % interval (Bonett & Wright 2000); ``None`` below four pairs.

    >>> [round(x, 4) for x in spearman([106, 100, 86, 101, 99, 103, 97, 113, 112, 110],
    ...                                [7, 27, 2, 50, 28, 29, 20, 12, 6, 17])]
    [-0.1758, -0.7278, 0.5145]
    """
    n = len(xs)
    if n < 4 or n != len(ys):
        return None
    a, b = ranks(xs), ranks(ys)
    middle = (n + 1) / 2
    spread = math.sqrt(sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b))
    if not spread:
        return None
    rho = sum((x - middle) * (y - middle) for x, y in zip(a, b, strict=True)) / spread
    if abs(rho) >= 1 - 1e-12:
        return (round(rho), round(rho), round(rho))
    error = Z * math.sqrt((1 + rho * rho / 2) / (n - 3))
    centre = math.atanh(rho)
    return (rho, math.tanh(centre - error), math.tanh(centre + error))


def lagged(cause, effect, fewest=FEWEST_MONTHS):
    """[{"lag", "n", "rho", "low", "high"}]: does an earlier month of one series go with a later one of the other?

    Two equally long monthly series, oldest first, ``None`` where a month has no value. A lag with fewer than
    ``fewest`` pairs is left out.
    """
    found = []
    for lag in LAGS:
        pairs = [(x, y) for x, y in zip(cause, effect[lag:], strict=False) if x is not None and y is not None]
        link = spearman(*zip(*pairs, strict=True)) if len(pairs) >= fewest else None
        if link:
            found.append({"lag": lag, "n": len(pairs), "rho": link[0], "low": link[1], "high": link[2]})
    return found
