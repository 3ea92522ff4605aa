"""How sure the Triangle Health Index is, what it hangs on, and what moved it.

A member is one figure of a side: its value, its 95 % interval, floor, target and weight.
Seeded: the same figures give the same band on every machine.
"""

import math
import random
from statistics import NormalDist
from typing import NamedTuple

from . import statistics as stats

DRAWS = 500
BAND = 0.90
# A standard normal in units of half an interval, in 4,096 equally likely steps: drawing is then a choice.
STEPS = [NormalDist().inv_cdf((i + 0.5) / 4096) / stats.Z for i in range(4096)]
SHIFT = 0.20  # weights are turned up and down by a fifth


class Member(NamedTuple):
    """One figure inside a side; ``value`` None where it cannot be judged, ``high_target`` for a band."""

    code: str
    value: float | None
    interval: tuple | None
    floor: float
    target: float
    weight: float
    high_target: float | None = None


def mark(member, value):
    """Score 0 to 100 of a value of this figure. With a band: 100 inside, above it falls as steeply as below.

    >>> mark(Member("K33", 0.8, None, 0.7, 0.9, 1), 0.8)
    50.0
    >>> band = Member("K55", 0.9, None, 0.45, 0.65, 1, 0.85)
    >>> mark(band, 0.7), mark(band, 0.95), mark(band, None)
    (100.0, 50.0, None)
    """
    if value is None or member.floor == member.target:
        return None
    if member.high_target is not None and value > member.target:
        slope = abs(member.target - member.floor)
        return stats.kpi_score(value, member.high_target + slope, member.high_target)
    return stats.kpi_score(value, member.floor, member.target)


def side_score(members):
    """Score of a side, or ``None`` below the coverage."""
    return stats.edge_score([(mark(m, m.value), m.weight) for m in members]) if members else None


def coverage(members):
    """Share of the weights whose figures can be judged, 0 to 1; 0 without members.

    >>> coverage([Member("a", 1, None, 0, 1, 0.6), Member("b", None, None, 0, 1, 0.4)])
    0.6
    """
    whole = sum(m.weight for m in members)
    return round(sum(m.weight for m in members if mark(m, m.value) is not None) / whole, 9) if whole else 0.0


def draws(sides, seed, count=DRAWS):
    """Index of ``count`` parametric draws: each value from a two-piece normal with the figure's own interval.

    ``sides``: {side: [members]}. ``None`` when a side cannot be judged. Every figure has a generator of its own,
    so that one more figure does not change what the others drew.
    """
    if any(side_score(sides.get(side, [])) is None for side in stats.EDGE_WEIGHTS):
        return None
    drawn = {side: _drawn(sides[side], seed, count) for side in stats.EDGE_WEIGHTS}
    return [stats.health_index({side: drawn[side][i] for side in drawn}) for i in range(count)]


def _drawn(members, seed, count):
    """``count`` scores of a side."""
    known = [m for m in members if mark(m, m.value) is not None]
    totals, whole = [0.0] * count, sum(m.weight for m in known)
    for member in known:
        share = member.weight / whole
        totals = [total + share * score for total, score in zip(totals, _marks(member, seed, count), strict=True)]
    return totals


def _marks(member, seed, count):
    if not member.interval:
        return [mark(member, member.value)] * count
    low, high = (member.value if edge is None else edge for edge in member.interval)
    down, up = member.value - low, high - member.value
    steps = random.Random(f"{seed}:{member.code}").choices(STEPS, k=count)  # noqa: S311 - doubt, not a secret
    values = [member.value + step * (down if step < 0 else up) for step in steps]
    if member.high_target is not None:
        return [mark(member, value) for value in values]
    scale = 100 / (member.target - member.floor)
    return [min(max((value - member.floor) * scale, 0.0), 100.0) for value in values]


def band(drawn, share=BAND):
    """(low, high) holding the middle ``share`` of some draws; ``None`` without draws.

    >>> band([float(i) for i in range(101)])
    (5.0, 95.0)
    """
    if not drawn:
        return None
    ordered, tail = sorted(drawn), (1 - share) / 2
    return tuple(_at(ordered, p) for p in (tail, 1 - tail))


def _at(ordered, p):
    place = round(p * (len(ordered) - 1), 9)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def moved(now, then, share=BAND):
    """Whether the index really changed: the band of the difference of two sets of draws excludes 0.

    >>> moved([1.0, 1.1], [5.0, 5.1]), moved([1.0, 3.0], [2.0, 2.0]), moved(None, [1.0])
    (True, False, None)
    """
    if not now or not then:
        return None
    low, high = band([a - b for a, b in zip(now, then, strict=True)], share)
    return low > 0 or high < 0


def index_of(sides):
    """The index over some sides' members, or ``None``."""
    return stats.health_index({side: side_score(sides.get(side, [])) for side in stats.EDGE_WEIGHTS})


def sensitivity(sides):
    """{"low", "high", "mean", "weakest"}: the index with every weight a fifth up or down, and as a plain mean.

    ``weakest``: every side that is the weakest under some of these weights. ``None`` without an index.
    """
    variants = list(_variants(sides))
    if not variants or variants[0] is None:
        return None
    found = [stats.health_index(scores, weights) for scores, weights in variants]
    scores, weights = variants[0]
    mean = sum(weights[side] * scores[side] for side in weights) / sum(weights.values())
    return {"low": min(found), "high": max(found), "mean": mean,
            "weakest": sorted({min(scores, key=scores.get) for scores, _weights in variants})}


def _variants(sides):
    """(scores, weights of the sides): as they are, then each weight in turn times 0.8 and 1.2."""
    scores = {side: side_score(sides.get(side, [])) for side in stats.EDGE_WEIGHTS}
    if any(score is None for score in scores.values()):
        yield None
        return
    yield scores, stats.EDGE_WEIGHTS
    for factor in (1 - SHIFT, 1 + SHIFT):
        for side, weight in stats.EDGE_WEIGHTS.items():
            yield scores, {**stats.EDGE_WEIGHTS, side: weight * factor}
            for i, member in enumerate(sides[side]):
                other = [*sides[side][:i], member._replace(weight=member.weight * factor), *sides[side][i + 1:]]
                yield {**scores, side: _mean(other)}, stats.EDGE_WEIGHTS


def _mean(members):
    """Score of a side that counts already: other weights change how its figures are mixed, not whether it is known."""
    return stats.edge_score([(mark(m, m.value), m.weight) for m in members], coverage=0)


def rank_ranges(units):
    """{unit: (best, worst) rank} over all these weights; units without an index are left out.

    ``units``: {unit: sides}. A rank that can be anything is no rank.
    """
    found = {unit: sides for unit, sides in units.items() if next(_variants(sides)) is not None}
    ranges = {unit: [] for unit in found}
    for position in range(2 * len(stats.EDGE_WEIGHTS) + 1):
        values = {unit: _with_edges(sides, position) for unit, sides in found.items()}
        for unit, value in values.items():
            ranges[unit].append(1 + sum(other > value + 1e-9 for other in values.values()))
    return {unit: (min(ranks), max(ranks)) for unit, ranks in ranges.items()}


def _with_edges(sides, position):
    """The index of a unit with the side weights of one variant, the same variant for every unit."""
    scores = {side: side_score(sides[side]) for side in stats.EDGE_WEIGHTS}
    names = list(stats.EDGE_WEIGHTS)
    if not position:
        return stats.health_index(scores)
    factor = 1 - SHIFT if position % 2 else 1 + SHIFT
    side = names[(position - 1) // 2]
    return stats.health_index(scores, {**stats.EDGE_WEIGHTS, side: stats.EDGE_WEIGHTS[side] * factor})


def attribution(now, then, weights=None):
    """{side: share of Δ ln THI}: exact, Σ w·Δ ln S; ``None`` when either index is unknown.

    >>> parts = attribution({"external": 80, "internal": 50, "interactive": 60},
    ...                     {"external": 40, "internal": 50, "interactive": 60})
    >>> round(parts["external"], 6), parts["internal"]
    (0.207944, 0.0)
    """
    weights = weights or stats.EDGE_WEIGHTS
    if any(scores.get(side) is None for scores in (now, then) for side in weights):
        return None
    whole = sum(weights.values())
    return {
        side: weight / whole * (math.log(max(now[side], 1.0)) - math.log(max(then[side], 1.0)))
        for side, weight in weights.items()
    }


def side_attribution(now, then):
    """({code: points it moved its side}, points from a changed set of figures); ``None`` when a side is unknown.

    On the figures judged both times Δs·w/Σw; what is left is the change of the set. The sum is exact.

    >>> one, two = Member("a", 0.5, None, 0, 1, 0.5), Member("b", 0.5, None, 0, 1, 0.5)
    >>> side_attribution([one._replace(value=0.9), two], [one, two])
    ({'a': 20.0, 'b': 0.0}, 0.0)
    """
    after, before = side_score(now), side_score(then)
    if after is None or before is None:
        return None
    marks = [{m.code: mark(m, m.value) for m in members} for members in (now, then)]
    common = [m for m in now if marks[0][m.code] is not None and marks[1].get(m.code) is not None]
    whole = sum(m.weight for m in common)
    parts = {m.code: (marks[0][m.code] - marks[1][m.code]) * m.weight / whole for m in common}
    return parts, after - before - sum(parts.values())


def moved_points(now, then):
    """{side: ({code: points}, points of a changed set)}: what moved the index, in its own points; ``None`` if unknown.

    ``now``, ``then``: {side: members}. Points of a side are its share of Δ ln times the logarithmic mean of both
    indices, so everything together is exactly the change of the index.

    >>> one = Member("a", 0.5, None, 0, 1, 1)
    >>> sides = {side: [one] for side in stats.EDGE_WEIGHTS}
    >>> parts = moved_points(sides | {"internal": [one._replace(value=0.8)]}, sides)
    >>> round(parts["internal"][0]["a"], 2), parts["external"]
    (7.57, ({'a': 0.0}, 0.0))
    """
    after, before = ({side: side_score(sides.get(side, [])) for side in stats.EDGE_WEIGHTS} for sides in (now, then))
    shares = attribution(after, before)
    if shares is None:
        return None
    scale, found = _log_mean(stats.health_index(after), stats.health_index(before)), {}
    for side, share in shares.items():
        parts, rest = side_attribution(now[side], then[side])
        change = after[side] - before[side]
        each = scale * share / change if abs(change) > 1e-9 else scale * stats.EDGE_WEIGHTS[side] / max(after[side], 1)
        found[side] = ({code: each * points for code, points in parts.items()}, each * rest)
    return found


def _log_mean(one, other):
    """The mean that turns a difference of logarithms into a difference: (a - b) / (ln a - ln b)."""
    return (one - other) / (math.log(one) - math.log(other)) if abs(one - other) > 1e-9 else one
