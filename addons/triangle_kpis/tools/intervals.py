"""More intervals and tests: exact shares, quantiles, ratios of sums, clusters, many comparisons at once.

Same rules as ``statistics``: two-sided 95 % unless told otherwise, ``None`` where nothing can be said.
"""

import math
from statistics import NormalDist

from . import statistics as stats

FEWEST_DAYS = 20  # a jackknife over fewer days says too little


def clopper(k, n, confidence=stats.CONFIDENCE):
    """Exact (Clopper-Pearson) interval of the share ``k`` of ``n``: for rare events and small n.

    >>> [round(edge, 4) for edge in clopper(81, 263)]
    [0.2527, 0.3676]
    >>> [round(edge, 4) for edge in clopper(0, 10)], clopper(0, 0)
    ([0.0, 0.3085], None)
    """
    if not n:
        return None
    tail = (1 - confidence) / 2
    low = 0.0 if k <= 0 else beta_quantile(tail, k, n - k + 1)
    high = 1.0 if k >= n else beta_quantile(1 - tail, k + 1, n - k)
    return (low, high)


def beta_quantile(p, a, b):
    """Quantile of the beta distribution, by bisection of its distribution function.

    >>> round(beta_quantile(0.5, 2, 2), 6)
    0.5
    """
    low, high = 0.0, 1.0
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if stats._beta_regularised(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def binomial_cdf(k, n, p):
    """P(X <= k) for n trials.

    >>> round(binomial_cdf(1, 10, 0.5), 6)
    0.010742
    """
    if k < 0:
        return 0.0
    return 1.0 if k >= n else stats._beta_regularised(1 - p, n - k, k + 1)


def order_ranks(n, p, confidence=stats.CONFIDENCE):
    """Ranks (counted from 1) of the order statistics that bracket the p-quantile; ``None`` with too few values.

    >>> order_ranks(10, 0.5), order_ranks(20, 0.5), order_ranks(5, 0.5)
    ((2, 9), (6, 15), None)
    """
    tail = (1 - confidence) / 2
    low = _first_rank(n, p, tail) - 1  # the last rank with at most a tail below it
    high = _first_rank(n, p, 1 - tail)
    return (low + 1, high + 1) if low >= 0 and high < n else None


def _first_rank(n, p, level):
    """The smallest k with P(X <= k) > level (for the lower end) or >= level, by bisection."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if binomial_cdf(middle, n, p) >= level - 1e-12:
            high = middle
        else:
            low = middle + 1
    return low


def quantile_interval(bins, p, confidence=stats.CONFIDENCE):
    """(low, high) of the p-quantile of sixteen bins from its order statistics; high ``None`` reads "or more".

    >>> bins = [0] * 16
    >>> bins[7] = 100
    >>> [round(edge, 1) for edge in quantile_interval(bins, 0.5)]
    [42.0, 48.3]
    >>> quantile_interval([0] * 16, 0.5) is None
    True
    """
    n = sum(bins)
    ranks = order_ranks(n, p, confidence) if n else None
    if not ranks:
        return None
    (low, _open), (high, above) = (stats.quantile(bins, rank / n) for rank in ranks)
    return (low, None if above else high)


def jackknife(days, confidence=stats.CONFIDENCE):
    """(low, high) of a ratio of sums Σnum/Σden, leaving out one day at a time; ``None`` below twenty days.

    ``days``: [(num, den)].

    >>> days = [(i % 5, 10) for i in range(40)]
    >>> [round(edge, 4) for edge in jackknife(days)]
    [0.1542, 0.2458]
    >>> jackknife(days[:19]) is None
    True
    """
    totals = {"num": sum(num for num, _den in days), "den": sum(den for _num, den in days)}
    return jackknife_of(
        lambda sums: sums["num"] / sums["den"] if sums["den"] else None, totals,
        [{"num": num, "den": den} for num, den in days], confidence)


def jackknife_of(formula, totals, days, confidence=stats.CONFIDENCE):
    """The same for any ``formula`` of sums: ``totals`` {name: Σ}, ``days`` [{name: sum of the day}]."""
    m, value = len(days), formula(totals)
    if m < FEWEST_DAYS or value is None:
        return None
    left_out = [formula({name: totals[name] - day[name] for name in totals}) for day in days]
    if any(other is None for other in left_out):
        return None
    centre = sum(left_out) / m
    error = math.sqrt((m - 1) / m * sum((x - centre) ** 2 for x in left_out))
    spread = stats.t_quantile(0.5 + confidence / 2, m - 1) * error
    return (value - spread, value + spread)


def design_effect(clusters):
    """By how much several units of one customer widen the variance of a share, at least 1.

    ``clusters``: [(counted, units)] a customer. Ratio of the between-cluster variance of the share
    (Σ of squared residuals k - p·n) to the binomial one; 1 below two clusters or for a share of 0 or 1.

    >>> design_effect([(1, 1), (0, 1), (1, 1), (0, 1)])
    1.3333333333333333
    >>> design_effect([(4, 4), (0, 4)] * 10) > 4
    True
    >>> design_effect([(3, 3)]), design_effect([])
    (1.0, 1.0)
    """
    n, k, m = sum(c[1] for c in clusters), sum(c[0] for c in clusters), len(clusters)
    if m < 2 or not 0 < k < n:
        return 1.0
    share = k / n
    squares = sum((counted - share * units) ** 2 for counted, units in clusters)
    return max(1.0, squares * m / (m - 1) / (n * share * (1 - share)))


def nps_interval(promoters, detractors, n, z=stats.Z):
    """(low, high) of a net promoter score in points, -100 to 100; ``None`` without answers.

    >>> [round(edge, 2) for edge in nps_interval(50, 20, 100)]
    [14.69, 45.31]
    """
    if not n:
        return None
    score, margin = stats.nps(promoters, detractors, n), stats.nps_moe(promoters, detractors, n, z)
    return (max(-100.0, score - margin), min(100.0, score + margin))


def rate_ratio(k1, base1, k2, base2, confidence=stats.CONFIDENCE):
    """Exact interval of the ratio of two rates k/base (conditional binomial); ``None`` where there is none.

    >>> [round(edge, 3) for edge in rate_ratio(60, 51477.5, 30, 54308.7)]
    [1.34, 3.388]
    """
    if not base1 or not base2 or k1 + k2 == 0:
        return None
    low, high = clopper(k1, k1 + k2, confidence)
    factor = base2 / base1
    return (factor * low / (1 - low), math.inf if high >= 1 else factor * high / (1 - high))


def apart(value1, interval1, value2, interval2):
    """Interval of the difference of two independent values from their own intervals (square-and-add).

    >>> [round(edge, 3) for edge in apart(0.8, (0.6922, 0.8772), 0.6, (0.4909, 0.7005))]
    [0.053, 0.334]
    """
    if interval1 is None or interval2 is None or None in (*interval1, *interval2):
        return None
    difference = value1 - value2
    return (
        difference - math.hypot(value1 - interval1[0], interval2[1] - value2),
        difference + math.hypot(interval1[1] - value1, value2 - interval2[0]),
    )


def excludes_zero(interval):
    """Whether an interval of a difference leaves no doubt about its sign.

    >>> excludes_zero((0.1, 0.2)), excludes_zero((-0.1, 0.2)), excludes_zero(None)
    (True, False, False)
    """
    return bool(interval) and (interval[0] > 0 or interval[1] < 0)


def two_proportions(k1, n1, k2, n2):
    """Two-sided p-value of the pooled z-test of two shares; ``None`` where it cannot be made.

    >>> round(two_proportions(95, 100, 80, 100), 4), two_proportions(0, 5, 0, 5)
    (0.0013, None)
    """
    if not n1 or not n2 or not 0 < k1 + k2 < n1 + n2:
        return None
    pooled = (k1 + k2) / (n1 + n2)
    z = (k1 / n1 - k2 / n2) / math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return 2 * (1 - NormalDist().cdf(abs(z)))


def benjamini_hochberg(p_values, q=0.10):
    """Which of many tests stand at a false discovery rate of ``q``; ``None`` among them never does.

    >>> benjamini_hochberg([0.01, 0.5, None, 0.04], q=0.1)
    [True, False, False, True]
    """
    tested = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    last = max((rank for rank, (p, _i) in enumerate(tested, 1) if p <= q * rank / len(tested)), default=0)
    found = {i for _p, i in tested[:last]}
    return [i in found for i in range(len(p_values))]


def p_of(difference, interval):
    """Two-sided p-value read back from a 95 % interval of a difference, as if it were normal; ``None`` without one.

    >>> round(p_of(1.96, (0.0, 3.92)), 3), p_of(1, None)
    (0.05, None)
    """
    if interval is None or None in interval or interval[0] == interval[1]:
        return None
    edge = interval[0] if difference > 0 else interval[1]
    error = abs(difference - edge) / stats.Z
    return 2 * (1 - NormalDist().cdf(abs(difference) / error)) if error else None


def rate_p(k1, base1, k2, base2):
    """Exact two-sided p-value of two rates being one (conditional binomial, twice the smaller tail).

    >>> round(rate_p(60, 51477.5, 30, 54308.7), 4), rate_p(0, 1, 0, 1)
    (0.0009, None)
    """
    n = k1 + k2
    if not n or not base1 or not base2:
        return None
    share = base1 / (base1 + base2)
    return min(1.0, 2 * min(binomial_cdf(k1, n, share), 1 - binomial_cdf(k1 - 1, n, share)))
