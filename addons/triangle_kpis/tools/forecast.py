"""What is likely to come: two simple methods, and only the one that has shown it is better.

Seasonal naive says what was a season ago; damped additive Holt-Winters follows level, trend and
season. Both are tried on the past from many starting points (rolling origins); Holt-Winters is
used only where its error is at most 0.95 of the naive one's (MASE, Hyndman & Koehler 2006).
A series is oldest first, without gaps, one number per day (m = 7) or month (m = 12). ``closed``
are the indexes, future ones too, of days on which nothing can happen: they are forecast 0 and
teach nothing. Pure; standard library only.
"""

import math
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import NamedTuple

BETTER = 0.95  # of the naive error
FOLDS = 52  # starting points in the past, at most
MANY = 20  # errors per step ahead: enough to read quantiles off them
SHARE, Z80 = 0.80, 1.2816
GRID = tuple(product((0.1, 0.3, 0.5), (0.05, 0.1), (0.1, 0.2, 0.4), (0.9,)))


class Smoothing(NamedTuple):
    """How fast level, trend and season follow, and how fast the trend fades."""

    alpha: float = 0.3
    beta: float = 0.1
    gamma: float = 0.2
    phi: float = 0.9


class Fold(NamedTuple):
    """One try on the past: ``start`` index, what came, what each method had said."""

    start: int
    actual: tuple
    naive: tuple
    smooth: tuple
    scale: float


@dataclass(frozen=True)
class Forecast:
    """``method`` naive, smooth or None with a ``reason``; 80 % interval; ``unproven`` without a try on the past."""

    method: str | None = None
    reason: str | None = None
    unproven: bool = False
    values: tuple = ()
    low: tuple = ()
    high: tuple = ()
    mase_naive: float | None = None
    mase_smooth: float | None = None
    coverage: float | None = None
    folds: tuple = ()


def forecast(series, m, closed=(), counts=True, search=False):
    """The next ``m`` values with an 80 % interval, or why there are none.

    >>> week = [5, 6, 7, 6, 5, 2, 1]
    >>> forecast(week, 7).reason
    'insufficient_history'
    >>> said = forecast(week * 3, 7)
    >>> said.method, said.unproven, said.values
    ('naive', True, (5.0, 6.0, 7.0, 6.0, 5.0, 2.0, 1.0))
    >>> rising = [10 * i + w for i in range(12) for w in week]
    >>> said = forecast(rising, 7)
    >>> said.method, said.mase_smooth < 0.95 * said.mase_naive, said.values[0] > rising[-7]
    ('smooth', True, True)
    """
    n, closed = len(series), frozenset(closed)
    if n < 2 * m:
        return Forecast(reason="insufficient_history")
    if n < 4 * m:
        values = naive(series, m, m, closed, counts)
        errors = [[y - x for x, y in zip(series, series[m:], strict=False)]] * m
        around = _around(values, errors, m, counts, few=True)
        return Forecast("naive", None, True, *_closed(around, n, closed))
    folds = backtest(series, m, closed, counts, search)
    mase_naive, mase_smooth = (mase(folds, method) for method in ("naive", "smooth"))
    method = "smooth" if mase_naive and mase_smooth <= BETTER * mase_naive else "naive"
    values = _say(method, series, m, closed, counts, search)
    around = _around(values, _errors(folds, method, m), m, counts)
    return Forecast(
        method, None, False, *_closed(around, n, closed), mase_naive, mase_smooth,
        coverage(folds, method, m, counts), folds)


def naive(series, m, horizon, closed=(), counts=True):
    """Seasonal naive: the value of the same place in the last season, closed days passed over.

    >>> naive([1, 2, 3, 4], 2, 3)
    (3.0, 4.0, 3.0)
    >>> naive([1, 2, 3, 0], 2, 2, closed={3})
    (3.0, 2.0)
    """
    n, closed = len(series), set(closed)
    latest = {}
    for t, y in enumerate(series):
        if t not in closed or t % m not in latest:
            latest[t % m] = y
    return tuple(_shown(latest[t % m], t, closed, counts) for t in range(n, n + horizon))


def smooth(series, m, horizon, closed=(), counts=True, params=None):
    """Damped additive Holt-Winters; needs two seasons.

    >>> [round(x, 9) for x in smooth([3, 5, 3, 5, 3, 5], 2, 2)]
    [3.0, 5.0]
    """
    params, n, closed = params or Smoothing(), len(series), set(closed)
    level, trend, season, _fitted = _states(series, m, closed, params)
    said, damping = [], 0.0
    for h in range(1, horizon + 1):
        damping += params.phi ** h
        said.append(_shown(level + damping * trend + season[(n + h - 1) % m], n + h - 1, closed, counts))
    return tuple(said)


def fitted(series, m, params=None, closed=()):
    """One-step-ahead values of Holt-Winters within the series."""
    return tuple(_states(series, m, set(closed), params or Smoothing())[3])


def backtest(series, m, closed=(), counts=True, search=False):
    """Tries on the past: every season a start, a season ahead, at least two seasons to learn from."""
    n, folds = len(series), []
    for start in range(n - m, 2 * m - 1, -m)[:FOLDS]:
        train = series[:start]
        folds.append(Fold(
            start, tuple(series[start:start + m]), naive(train, m, m, closed, counts),
            _say("smooth", train, m, closed, counts, search), _scale(train, m)))
    return tuple(reversed(folds))


def mase(folds, method):
    """Mean absolute error in units of the naive one within each training series; plain error where that is 0.

    >>> mase([Fold(4, (3, 5), (2, 4), (3, 4), 2.0)], "naive"), mase([Fold(4, (3, 5), (2, 4), (3, 4), 0.0)], "smooth")
    (0.5, 0.5)
    """
    return fmean(
        fmean(abs(a - f) for a, f in zip(fold.actual, getattr(fold, method), strict=True)) / (fold.scale or 1.0)
        for fold in folds)


def coverage(folds, method, m, counts=True):
    """Share of what came that lay within the interval made without that try; None with a single try."""
    if len(folds) < 2:
        return None
    hits = []
    for fold in folds:
        others = [other for other in folds if other is not fold]
        _values, low, high = _around(getattr(fold, method), _errors(others, method, m), m, counts)
        hits += [a <= y <= b for a, y, b in zip(low, fold.actual, high, strict=True)]
    return sum(hits) / len(hits)


def sparse(series, closed=()):
    """Whether days are too empty to be forecast one by one: fewer than one on average, or mostly none.

    >>> sparse([0, 0, 0, 9]), sparse([1, 2, 0, 1]), sparse([])
    (True, False, True)
    """
    days = [y for t, y in enumerate(series) if t not in set(closed)]
    return not days or fmean(days) < 1 or 2 * sum(1 for y in days if not y) > len(days)


# -- parts -----------------------------------------------------------------------------------------


def _shown(value, t, closed, counts):
    if t in closed:
        return 0.0
    return max(0.0, float(value)) if counts else float(value)


def _closed(lines, n, closed):
    """On a closed day nothing is likely but nothing."""
    return tuple(tuple(0.0 if n + h in closed else x for h, x in enumerate(line)) for line in lines)


def _say(method, series, m, closed, counts, search):
    if method == "naive":
        return naive(series, m, m, closed, counts)
    return smooth(series, m, m, closed, counts, _best(series, m, closed) if search else None)


def _best(series, m, closed):
    """The smoothing with the smallest one-step error inside this series, and nothing later."""
    def error(params):
        pairs = zip(series, fitted(series, m, params, closed), strict=True)
        return sum((y - f) ** 2 for t, (y, f) in enumerate(pairs) if t >= m and t not in closed)

    return min((Smoothing(*params) for params in GRID), key=error)


def _states(series, m, closed, params):
    """(level, trend, season, one-step-ahead values) after the last value."""
    one, two = (_open_mean(series, k * m, m, closed) for k in range(2))
    level, trend = one, (two - one) / m
    season = [0.0 if t in closed else series[t] - one for t in range(m)]
    said = []
    for t, y in enumerate(series):
        ahead, place = level + params.phi * trend, t % m
        said.append(ahead + season[place])
        if t in closed:
            continue
        before = level
        level = params.alpha * (y - season[place]) + (1 - params.alpha) * ahead
        trend = params.beta * (level - before) + (1 - params.beta) * params.phi * trend
        season[place] = params.gamma * (y - ahead) + (1 - params.gamma) * season[place]
    return level, trend, season, said


def _open_mean(series, first, m, closed):
    days = [series[t] for t in range(first, first + m) if t not in closed]
    return fmean(days) if days else 0.0


def _scale(series, m):
    return fmean(abs(y - x) for x, y in zip(series, series[m:], strict=False))


def _errors(folds, method, m):
    """Per step ahead, what came minus what was said."""
    return [[fold.actual[h] - getattr(fold, method)[h] for fold in folds] for h in range(m)]


def _around(values, errors, m, counts, few=False):
    """(values, low, high): quantiles of the errors of each step where there are many, else the normal one."""
    every = [error for step in errors for error in step]
    spread = Z80 * math.sqrt(fmean(error * error for error in every)) if every else 0.0
    low, high = [], []
    for h, value in enumerate(values, 1):
        step = [] if few else errors[h - 1]
        if len(step) >= MANY:
            down, up = (_quantile(step, p) for p in ((1 - SHARE) / 2, (1 + SHARE) / 2))
        else:
            up = spread * math.sqrt(math.ceil(h / m))
            down = -up
        low.append(max(0.0, value + down) if counts else value + down)
        high.append(max(0.0, value + up) if counts else value + up)
    return tuple(values), tuple(low), tuple(high)


def _quantile(values, p):
    """Linear between order statistics (type 7)."""
    ordered = sorted(values)
    place = p * (len(ordered) - 1)
    lower = math.floor(place)
    return ordered[lower] + (place - lower) * (ordered[min(lower + 1, len(ordered) - 1)] - ordered[lower])
