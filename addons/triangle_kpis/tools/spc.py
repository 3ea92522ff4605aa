"""Control charts: has a figure changed, or does it move as it always has?

``chart(kind, points, baseline)`` is the way in. Kinds: ``p`` (shares: a point is (counted, out
of)), ``u`` (events per opportunity: the same pair), ``xmr`` (any number: a point is
``(value, None)`` or the bare value) and ``money`` (xmr of amounts and durations: logarithms first
where the baseline has a long tail to the right). A period without data is ``None`` and neither counts nor
breaks anything. Over-dispersed p and u charts become Laney's p′ and u′ (Laney 2002). Constants
and rules: Wheeler & Chambers, *Understanding Statistical Process Control*; Western Electric 1956.
Pure; standard library only.
"""

import math
from dataclasses import dataclass, field
from statistics import fmean, median

FULL, ENOUGH, FEWEST = 24, 12, 8  # periods: a whole baseline, enough to judge, enough to draw limits
MEAN_FACTORS, MEDIAN_FACTORS = (2.66, 3.267), (3.145, 3.865)  # of the moving range: of values, of ranges
RANGE_TO_SIGMA = 1.128  # mean moving range of a standard normal variable
DISPERSED = 1.2  # σ_z above it: the counts vary more than chance
THIN = 5  # expected counts below it: no normal approximation
SKEWED = 1.0  # skewness above it: take logarithms first
RUN, QUIET = 8, 8
RULES = ("R1", "R2", "R3")
VALUES = ("xmr", "money")


@dataclass(frozen=True)
class Limits:
    """A baseline in numbers: what stays the same until a person takes a new one.

    ``centre``: p̄, ū or X̄ (of logarithms where ``log``). ``spread``: σ_z of a p′ or u′ chart,
    else 1; for xmr one σ, that is a third of the way to a limit. ``periods`` it rests on.
    """

    kind: str
    centre: float
    spread: float = 1.0
    log: bool = False
    periods: int = FULL
    thin: bool = False

    @property
    def provisional(self):
        """Limits may be drawn, but nobody is told."""
        return self.periods < ENOUGH


@dataclass(frozen=True)
class Judged:
    """One period on the chart. Numbers in the unit of the value; ``z`` in σ from the centre."""

    value: float | None
    n: float | None
    centre: float | None
    low: float | None
    high: float | None
    z: float | None
    monitored: bool
    flags: tuple = field(default=())


@dataclass(frozen=True)
class Chart:
    """``kind``: p, p', u, u', xmr, or none below eight periods (then without limits)."""

    kind: str
    limits: Limits | None
    points: tuple

    @property
    def centre(self):
        return self.limits and (math.exp(self.limits.centre) if self.limits.log else self.limits.centre)

    @property
    def provisional(self):
        return bool(self.limits and self.limits.provisional)

    @property
    def thin(self):
        """Counts too small for this grain: take longer periods."""
        return bool(self.limits and self.limits.thin)


def chart(kind, points, baseline=None, left_out=()):
    """Judge a series, oldest first.

    ``baseline``: how many of the first points make it (default: up to 24), or frozen ``Limits``
    with which every point is monitored, or a pair ``(Limits, first monitored index)``.
    ``left_out``: indexes of points with an assignable cause; they leave the baseline.

    >>> drawn = chart("xmr", [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40, 55], baseline=12)
    >>> drawn.kind, round(drawn.centre, 3), round(drawn.points[0].high, 2), drawn.points[-1].flags
    ('xmr', 41.417, 46.01, ('R1',))
    >>> chart("p", [(45, 50)] * 7).kind
    'none'
    """
    pairs = [_pair(kind, point) for point in points]
    limits, start = _baseline(kind, pairs, baseline, left_out)
    if limits is None:
        return Chart("none", None, tuple(Judged(_value(kind, p), p and p[1], *[None] * 4, False) for p in pairs))
    scores = [_score(limits, pair) for pair in pairs]
    flags = rules([z if i >= start else None for i, z in enumerate(scores)])
    return Chart(limits.kind, limits, tuple(
        Judged(_value(kind, pair), pair and pair[1], *_lines(limits, pair), scores[i], i >= start, flags[i])
        for i, pair in enumerate(pairs)))


def rules(scores):
    """Flags of a series of monitored points in σ; ``None`` (no data, or baseline) neither counts nor breaks.

    R1 one point beyond 3σ; R2 eight in a row on one side, a point on the line neither counting nor
    breaking; R3 two of the last three beyond 2σ on one side, the newest being one.

    >>> rules([3.1, 0.5]), rules([0.1] * 7 + [0.0, 0.1])[-1], rules([2.1, 0, 2.2, 0, 0, 2.3])
    ([('R1',), ()], ('R2',), [(), (), ('R3',), (), (), ()])
    """
    found, run, side, last = [], 0, 0, []
    for z in scores:
        if z is None:
            found.append(())
            continue
        if z:
            run = run + 1 if (z > 0) == (side > 0) and side else 1
            side = 1 if z > 0 else -1
        last = [*last[-2:], z]
        far = [other for other in last if abs(other) > 2 and (other > 0) == (z > 0)]
        hits = (abs(z) > 3, bool(z) and run >= RUN, abs(z) > 2 and len(far) > 1)
        found.append(tuple(rule for rule, hit in zip(RULES, hits, strict=True) if hit))
    return found


def take_limits(kind, points, left_out=()):
    """The limits that some points give; ``None`` below eight usable ones.

    >>> take_limits("p", [(10, 100)] * 24)
    Limits(kind='p', centre=0.1, spread=1.0, log=False, periods=24, thin=False)
    """
    pairs = [_pair(kind, point) for i, point in enumerate(points) if i not in set(left_out)]
    usable = [pair for pair in pairs if pair]
    if len(usable) < FEWEST:
        return None
    return _xmr(usable, kind == "money") if kind in VALUES else _counts(kind, usable)


def run_start(drawn, index=None):
    """Index of the first point of the run that ends at ``index`` (default: the last point): where a shift began.

    >>> run_start(chart("xmr", [5, 6, 5, 6, 5, 6, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7], baseline=8))
    8
    """
    index = len(drawn.points) - 1 if index is None else index
    side, first = 0, index
    for i in range(index, -1, -1):
        point = drawn.points[i]
        if not point.monitored:
            break
        if not point.z:
            continue
        if side and (point.z > 0) != (side > 0):
            break
        side, first = (1 if point.z > 0 else -1), i
    return first


def quiet(drawn, since=-1):
    """How many judged points came after index ``since`` without a flag, counted back from the newest.

    >>> quiet(chart("xmr", [5, 6, 5, 6, 5, 6, 5, 6, 20, 5, 6], baseline=8))
    2
    """
    count = 0
    for point in reversed(drawn.points[since + 1:]):
        if point.flags:
            break
        count += point.monitored and point.z is not None
    return count


def inside(drawn, target):
    """Whether a target lies within the natural limits of the newest point: then the system must change, not people."""
    point = next((p for p in reversed(drawn.points) if p.low is not None), None)
    return point is not None and point.low <= target <= point.high


# -- one baseline ----------------------------------------------------------------------------------


def _baseline(kind, pairs, baseline, left_out):
    if isinstance(baseline, Limits):
        return baseline, 0
    if isinstance(baseline, tuple):
        return baseline
    stop = min(FULL, len(pairs)) if baseline is None else baseline
    return take_limits(kind, pairs[:stop], left_out), stop


def _pair(kind, point):
    """(x, n) or None; for xmr n is only carried along."""
    if point is None:
        return None
    x, n = point if isinstance(point, (tuple, list)) else (point, None)
    return None if x is None or (kind not in VALUES and not n) else (x, n)


def _value(kind, pair):
    return None if pair is None else pair[0] if kind in VALUES else pair[0] / pair[1]


def _ranges(values):
    return [abs(b - a) for a, b in zip(values, values[1:], strict=False)]


def _counts(kind, pairs):
    """p and u, or Laney's p′ and u′ where the counts vary more than chance lets them."""
    centre = sum(x for x, _n in pairs) / sum(n for _x, n in pairs)
    plain = Limits(kind, centre, periods=len(pairs), thin=kind == "p" and any(_thin(centre, n) for _x, n in pairs))
    scores = [_score(plain, pair, thin=True) for pair in pairs]
    spread = fmean(_ranges(scores)) / RANGE_TO_SIGMA if all(map(math.isfinite, scores)) else 1.0
    if spread <= DISPERSED:
        return plain
    return Limits(f"{kind}'", centre, spread, periods=len(pairs), thin=plain.thin)


def _xmr(pairs, money):
    values = [x for x, _n in pairs]
    log = money and _skewed(values)
    if log:
        values = [math.log(x) for x in values]
    ranges = _ranges(values)
    moving, factors = fmean(ranges), MEAN_FACTORS
    if max(ranges) > factors[1] * moving:
        moving, factors = median(ranges), MEDIAN_FACTORS
    return Limits("xmr", fmean(values), factors[0] * moving / 3, log, len(values))


def _skewed(values):
    """Positive values with a long tail to the right, such as money."""
    mean = fmean(values)
    variance = fmean([(x - mean) ** 2 for x in values])
    if min(values) <= 0 or variance <= 1e-18 * mean * mean:
        return False
    return fmean([(x - mean) ** 3 for x in values]) / variance ** 1.5 > SKEWED


def _thin(share, n):
    return n * share < THIN or n * (1 - share) < THIN


def _sigma(limits, n):
    """One σ of a point, on the scale of the centre."""
    if limits.kind == "xmr":
        return limits.spread
    square = limits.centre * (1 - limits.centre) if limits.kind[0] == "p" else limits.centre
    return limits.spread * math.sqrt(max(square, 0.0) / n)


def _score(limits, pair, thin=False):
    """σ from the centre; None without data, and for counts too small to judge unless ``thin``."""
    if pair is None or (limits.kind[0] == "p" and not thin and _thin(limits.centre, pair[1])):
        return None
    if limits.kind != "xmr":
        x = pair[0] / pair[1]
    elif limits.log:
        x = math.log(pair[0]) if pair[0] > 0 else -math.inf
    else:
        x = pair[0]
    distance = x - limits.centre
    if abs(distance) <= 1e-12 * max(1.0, abs(limits.centre)):
        return 0.0
    sigma = _sigma(limits, pair[1])
    return distance / sigma if sigma else math.copysign(math.inf, distance)


def _lines(limits, pair):
    """(centre, low, high) of a point in the unit of the value; shares stay within 0 and 1, rates above 0."""
    if pair is None and limits.kind != "xmr":
        return limits.centre, None, None
    sigma = _sigma(limits, pair and pair[1])
    low, high = limits.centre - 3 * sigma, limits.centre + 3 * sigma
    if limits.kind == "xmr":
        return tuple(map(math.exp, (limits.centre, low, high))) if limits.log else (limits.centre, low, high)
    return limits.centre, max(0.0, low), min(1.0, high) if limits.kind[0] == "p" else high
