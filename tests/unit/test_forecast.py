"""Forecasts against statsmodels, against their formulas, and against their own promises."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure import triangle

fc = triangle("forecast")

series = st.lists(st.integers(0, 50), min_size=14, max_size=90)


def noisy(n, m=7, slope=0.0, seed=1, noise=2.0):
    numbers = random.Random(seed)
    return [20 + slope * t + 6 * math.sin(2 * math.pi * t / m) + numbers.gauss(0, noise) for t in range(n)]


@pytest.mark.parametrize(("m", "n", "slope"), [(7, 84, 0.3), (12, 60, -0.1), (4, 40, 1.0)])
def test_within_the_series_as_statsmodels(m, n, slope):
    """The same states and start values: one-step-ahead values agree to rounding."""
    smoothing = pytest.importorskip("statsmodels.tsa.holtwinters")
    y = noisy(n, m, slope)
    first, second = sum(y[:m]) / m, sum(y[m:2 * m]) / m
    theirs = smoothing.ExponentialSmoothing(
        y, trend="add", damped_trend=True, seasonal="add", seasonal_periods=m, initialization_method="known",
        initial_level=first, initial_trend=(second - first) / m, initial_seasonal=[v - first for v in y[:m]],
    ).fit(smoothing_level=0.3, smoothing_trend=0.1, smoothing_seasonal=0.2, damping_trend=0.9, optimized=False)
    assert fc.fitted(y, m) == pytest.approx(list(theirs.fittedvalues), abs=1e-10)
    # Its forecast takes an old season one whole season ahead, so only the steps before are compared.
    assert fc.smooth(y, m, m - 1, counts=False) == pytest.approx(list(theirs.forecast(m - 1)), abs=1e-9)


def test_seasonal_naive_by_its_formula():
    y = [3, 1, 4, 1, 5, 9, 2, 6]
    for h in range(1, 13):
        assert fc.naive(y, 4, h)[-1] == y[len(y) + h - 4 * math.ceil(h / 4) - 1]


def test_a_whole_season_ahead_knows_the_newest_season():
    y = [10, 0] * 8 + [10, 50]
    assert fc.smooth(y, 2, 2)[1] > fc.smooth(y[:-2], 2, 2)[1] + 5


@pytest.mark.parametrize(("n", "method", "unproven"), [(13, None, False), (14, "naive", True), (27, "naive", True)])
def test_how_much_history_it_takes(n, method, unproven):
    said = fc.forecast([5] * n, 7)
    assert (said.method, said.unproven) == (method, unproven)
    assert said.reason == (None if method else "insufficient_history")
    assert len(said.values) == (7 if method else 0)


def test_from_four_seasons_on_it_is_tried():
    said = fc.forecast(noisy(28), 7)
    assert len(said.folds) == 2 and not said.unproven
    assert said.mase_naive is not None and said.mase_smooth is not None


def test_better_or_not_at_all():
    """Noise around a season: following it beats copying it. A jump every season: it does not."""
    calm = fc.forecast(noisy(140, noise=4.0), 7)
    assert calm.method == "smooth" and calm.mase_smooth <= 0.95 * calm.mase_naive
    walk, level, numbers = [], 50.0, random.Random(3)
    for _week in range(20):
        level += numbers.choice((-20, 20))
        walk += [level] * 7
    wild = fc.forecast(walk, 7)
    assert (wild.method == "smooth") == (wild.mase_smooth <= 0.95 * wild.mase_naive)
    assert fc.forecast([4, 5, 6, 7, 8, 2, 1] * 6, 7).method == "naive", "a tie goes to the simple one"


def test_folds_learn_from_nothing_later():
    y = noisy(70)
    folds = fc.backtest(y, 7)
    changed = y[:42] + [v + 1000 for v in y[42:]]
    for fold, other in zip(folds, fc.backtest(changed, 7), strict=True):
        if fold.start <= 42:
            assert (fold.naive, fold.smooth, fold.scale) == (other.naive, other.smooth, other.scale)
    assert [fold.start for fold in folds] == list(range(14, 70, 7))


def test_scaled_error_of_hyndman_and_koehler():
    y = noisy(35)
    fold = fc.backtest(y, 7)[-1]
    scale = sum(abs(y[t] - y[t - 7]) for t in range(7, 28)) / 21
    error = sum(abs(a - f) for a, f in zip(y[28:], y[21:28], strict=True)) / 7
    assert fc.mase([fold], "naive") == pytest.approx(error / scale)


def test_search_stays_inside_the_training_series():
    y = noisy(56, slope=0.5)
    assert fc.backtest(y[:42], 7, search=True)[0].smooth == fc.backtest(y, 7, search=True)[0].smooth
    assert fc.forecast(y, 7, search=True).method


def test_closed_days():
    y = [10, 10, 10, 10, 10, 0, 0] * 6
    y[37] = 0  # a bank holiday, third day of the last week
    closed = {37, 44}
    said = fc.forecast(y, 7, closed)
    assert said.values[2] == 0 == said.high[2], "the holiday to come"
    assert fc.naive(y, 7, 3, {37})[2] == 10, "and the one that was teaches nothing"
    assert fc.fitted(y[:42], 7, closed={37})[38] == pytest.approx(10, abs=1e-9)


def test_interval_from_many_tries_and_its_coverage():
    said = fc.forecast(noisy(7 * 40), 7)
    assert len(said.folds) >= 20
    steps = [sorted(f.actual[0] - getattr(f, said.method)[0] for f in said.folds)]
    assert steps[0][0] < said.low[0] - said.values[0] < said.high[0] - said.values[0] < steps[0][-1]
    assert 0.65 <= said.coverage <= 0.9


def test_interval_from_few_tries():
    said = fc.forecast(noisy(42), 7)
    errors = [a - f for fold in said.folds for a, f in zip(fold.actual, getattr(fold, said.method), strict=True)]
    sigma = math.sqrt(sum(e * e for e in errors) / len(errors))
    assert said.high[0] - said.values[0] == pytest.approx(1.2816 * sigma)


@settings(max_examples=60)
@given(series, st.sampled_from([2, 4, 7]))
def test_counts_are_never_negative(y, m):
    said = fc.forecast(y, m)
    assert all(0 <= low <= value <= high or value == 0 for low, value, high in
               zip(said.low, said.values, said.high, strict=True))
    assert all(math.isfinite(x) for x in (*said.values, *said.low, *said.high))
    assert said.coverage is None or 0 <= said.coverage <= 1


@settings(max_examples=40)
@given(series, st.integers(1, 9))
def test_a_scaled_series_has_a_scaled_forecast(y, factor):
    one, other = fc.forecast(y, 7, counts=False), fc.forecast([factor * v for v in y], 7, counts=False)
    assert one.mase_naive == pytest.approx(other.mase_naive) or not fc._scale(y[:14], 7)
    if one.method == other.method and one.method:
        assert [factor * v for v in one.values] == pytest.approx(list(other.values), abs=1e-6)


def test_too_empty_for_single_days():
    assert fc.sparse([0, 0, 3, 0, 0, 2, 0]) and fc.sparse([1, 0, 1, 0, 0])
    assert not fc.sparse([2, 3, 0, 4])
    assert not fc.sparse([5, 5, 5, 5, 5, 0, 0, 0], closed={5, 6, 7})
