"""Intervals, quantiles and the index: pure Python, because Odoo ships no numerical library.

Absent is not zero: every function answers ``None`` where there is nothing to say.
Two-sided 95 % unless told otherwise.
"""

import math
from bisect import bisect_left
from functools import lru_cache
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)

# Upper edges, in working minutes, of the first fifteen of sixteen bins: bin 0 holds exactly
# nothing (<= 0), bin i holds (EDGES[i - 1], EDGES[i]], bin 15 everything longer than the last edge.
EDGES = (0, 1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680)
BINS = len(EDGES) + 1

EDGE_WEIGHTS = {"external": 0.30, "internal": 0.30, "interactive": 0.40}
MIN_COVERAGE = 0.60


def wilson(k, n, z=Z):
    """Wilson score interval of the proportion ``k`` of ``n``; ``None`` without cases.

    >>> [round(edge, 4) for edge in wilson(81, 263)]
    [0.2553, 0.3662]
    >>> wilson(0, 0) is None
    True
    """
    if not n:
        return None
    share, square = k / n, z * z
    centre = share + square / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return (0.0 if k == 0 else max(0.0, low), 1.0 if k == n else min(1.0, high))


def newcombe(k1, n1, k2, n2, z=Z):
    """Newcombe's hybrid interval of the difference ``k1/n1 - k2/n2``; ``None`` if either side is empty.

    >>> [round(edge, 4) for edge in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    if not n1 or not n2:
        return None
    (low1, high1), (low2, high2) = wilson(k1, n1, z), wilson(k2, n2, z)
    one, two = k1 / n1, k2 / n2
    difference = one - two
    return (
        max(-1.0, difference - math.hypot(one - low1, high2 - two)),
        min(1.0, difference + math.hypot(high1 - one, two - low2)),
    )


def mean_interval(total, squares, n, confidence=CONFIDENCE):
    """t-interval of a mean from Σx, Σx² and n; ``None`` below two values.

    >>> values = [4.0, 5.0, 6.0]
    >>> [round(edge, 3) for edge in mean_interval(sum(values), sum(x * x for x in values), 3)]
    [2.516, 7.484]
    """
    if n < 2:
        return None
    mean = total / n
    # Cancellation can push a zero variance slightly below zero.
    variance = max(0.0, (squares - total * mean) / (n - 1))
    spread = t_quantile(0.5 + confidence / 2, n - 1) * math.sqrt(variance / n)
    return (mean - spread, mean + spread)


def poisson(k, confidence=CONFIDENCE):
    """Exact (Garwood) interval of the mean behind a count.

    >>> [round(edge, 3) for edge in poisson(10)], [round(edge, 3) for edge in poisson(0)]
    ([4.795, 18.39], [0.0, 3.689])
    """
    tail = (1 - confidence) / 2
    low = _gamma_quantile(k, tail) if k else 0.0
    return (low, _gamma_quantile(k + 1, 1 - tail))


def nps(promoters, detractors, n):
    """Net promoter score, -100 to 100; ``None`` without answers.

    >>> nps(50, 20, 100), nps(0, 0, 0)
    (30.0, None)
    """
    return 100 * (promoters - detractors) / n if n else None


def nps_moe(promoters, detractors, n, z=Z):
    """Margin of error of the score, in points.

    >>> round(nps_moe(50, 20, 100), 2)
    15.31
    """
    if not n:
        return None
    up, down = promoters / n, detractors / n
    return 100 * z * math.sqrt(max(0.0, up + down - (up - down) ** 2) / n)


def bin_of(minutes):
    """The bin, 0 to 15, of a duration in working minutes.

    >>> [bin_of(minutes) for minutes in (0, 0.5, 1, 1.1, 7680, 7681)]
    [0, 1, 1, 2, 14, 15]
    """
    return bisect_left(EDGES, minutes)


def quantile(bins, p):
    """``(minutes, is_lower_bound)`` at rank p·N of sixteen mergeable bins; ``None`` when all are empty.

    Linear within a bin; the last bin has no upper edge, so its answer is its
    lower edge and reads "at least".

    >>> bins = [0] * 16
    >>> bins[7] = 10
    >>> quantile(bins, 0.5)
    (45.0, False)
    >>> quantile([0] * 15 + [3], 0.8)
    (7680.0, True)
    >>> quantile([0] * 16, 0.8) is None
    True
    """
    if len(bins) != BINS:
        raise ValueError(f"{BINS} bins expected, {len(bins)} given")
    rank, seen = p * sum(bins), 0
    if not any(bins):
        return None
    for index, count in enumerate(bins):
        if count and seen + count >= rank:
            return _within_bin(index, (rank - seen) / count)
        seen += count
    return _within_bin(max(index for index, count in enumerate(bins) if count), 1.0)


def _within_bin(index, share):
    if index == 0:
        return (0.0, False)
    low = EDGES[index - 1]
    if index == len(EDGES):
        return (float(low), True)
    return (low + (EDGES[index] - low) * share, False)


def kpi_score(value, floor, target):
    """0 at the floor, 100 at the target, capped; works downwards because then floor > target.

    >>> kpi_score(0.825, 0.70, 0.95), kpi_score(0.05, 0.40, 0.10), kpi_score(None, 0, 1)
    (50.0, 100.0, None)
    """
    if floor == target:
        raise ValueError("floor and target must differ")
    if value is None:
        return None
    return round(100 * min(1.0, max(0.0, (value - floor) / (target - floor))), 9)


def edge_score(scores, coverage=MIN_COVERAGE):
    """Weighted mean of the available ``(score, weight)`` pairs; ``None`` below the coverage.

    >>> edge_score([(50, 0.25), (100, 0.75)]), edge_score([(50, 0.5), (None, 0.5)])
    (87.5, None)
    """
    scores = list(scores)
    everything = sum(weight for _score, weight in scores)
    available = sum(weight for score, weight in scores if score is not None)
    # The tolerance keeps 0.25 + 0.15 + 0.10 + 0.10 at sixty percent.
    if not available or available / everything < coverage - 1e-9:
        return None
    return sum(score * weight for score, weight in scores if score is not None) / available


def health_index(edges, weights=None):
    """Triangle Health Index: geometric, because two strong sides cannot buy out a broken third.

    ``None`` as soon as one side is unknown.

    >>> round(health_index({"external": 80, "internal": 80, "interactive": 80}), 6)
    80.0
    >>> health_index({"external": 80, "internal": None, "interactive": 80}) is None
    True
    """
    weights = weights or EDGE_WEIGHTS
    scores = {edge: edges.get(edge) for edge in weights}
    if any(score is None for score in scores.values()):
        return None
    whole = sum(weights.values())
    return math.exp(sum(weight * math.log(max(scores[edge], 1.0)) for edge, weight in weights.items()) / whole)


def balance(edges):
    """Weakest side over strongest side, 0 to 1; ``None`` if a side is unknown or all are 0.

    >>> balance({"external": 40, "internal": 80, "interactive": 60}), balance({})
    (0.5, None)
    """
    scores = [edges.get(edge) for edge in EDGE_WEIGHTS]
    if any(score is None for score in scores) or not max(scores):
        return None
    return min(scores) / max(scores)


@lru_cache(maxsize=1024)
def t_quantile(p, df):
    """Quantile of Student's t, by bisection of its distribution function.

    >>> [round(t_quantile(0.975, df), 4) for df in (1, 10, 1000)]
    [12.7062, 2.2281, 1.9623]
    """
    if p < 0.5:
        return -t_quantile(1 - p, df)
    return _bisect(lambda t: _t_cdf(t, df), p)


def _t_cdf(t, df):
    return 1 - 0.5 * _beta_regularised(df / (df + t * t), df / 2, 0.5)


def _gamma_quantile(shape, p):
    return _bisect(lambda x: _gamma_regularised(shape, x), p)


def _bisect(rising, value):
    """The x >= 0 at which a rising function reaches ``value``."""
    low, high = 0.0, 1.0
    while rising(high) < value:
        low, high = high, high * 2
    for _step in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return (low + high) / 2


def _beta_regularised(x, a, b):
    """I_x(a, b) by Lentz's continued fraction (Numerical Recipes 6.4)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(_beta_terms(x, a, b)) / a
    return 1 - front * _fraction(_beta_terms(1 - x, b, a)) / b


def _beta_terms(x, a, b):
    yield 1.0, 1.0
    for m in range(1000):
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0


def _gamma_regularised(a, x):
    """P(a, x): series below a + 1, continued fraction above (Numerical Recipes 6.2)."""
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x >= a + 1:
        return 1 - front * _fraction(_gamma_terms(a, x))
    term = total = 1 / a
    step = a
    while term > total * 1e-16:
        step += 1
        term *= x / step
        total += term
    return front * total


def _gamma_terms(a, x):
    yield 1.0, x + 1 - a
    for i in range(1, 10_000):
        yield -i * (i - a), x + 2 * i + 1 - a


def _fraction(terms):
    """a1 / (b1 + a2 / (b2 + ...)) by the modified Lentz method."""
    tiny = 1e-300
    value = c = tiny
    d = 0.0
    for a, b in terms:
        d = 1 / ((b + a * d) or tiny)
        c = (b + a / c) or tiny
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
