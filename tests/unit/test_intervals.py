"""Exact intervals and tests against printed tables, textbook results, scipy and statsmodels."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure import triangle

intervals = triangle("intervals")
stats = triangle("statistics")

shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17:857, table I, method 5
        (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776),
    ],
)
def test_exact_shares_as_printed(k, n, low, high):
    assert intervals.clopper(k, n) == pytest.approx((low, high), abs=6e-5)


@settings(max_examples=60)
@given(shares)
def test_exact_shares_as_scipy(case):
    k, n = case
    binomtest = pytest.importorskip("scipy.stats").binomtest
    exact = binomtest(k, n).proportion_ci(method="exact")
    assert intervals.clopper(k, n) == pytest.approx((exact.low, exact.high), abs=1e-9)


@pytest.mark.parametrize(
    ("n", "ranks"),
    [  # Campbell & Gardner 1988, BMJ 296:1454, and Conover: ranks for the median
        (5, None), (6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (30, (10, 21)), (100, (40, 61)),
    ],
)
def test_ranks_around_the_median_as_printed(n, ranks):
    assert intervals.order_ranks(n, 0.5) == ranks


@settings(max_examples=60)
@given(st.integers(2, 2000), st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_ranks_leave_at_most_a_tail_on_each_side(n, p):
    binom = pytest.importorskip("scipy.stats").binom
    ranks = intervals.order_ranks(n, p)
    if ranks is None:
        assert binom.cdf(0, n, p) > 0.025 or binom.sf(n - 1, n, p) > 0.025
        return
    low, high = ranks
    assert binom.cdf(low - 1, n, p) <= 0.025 + 1e-9 or low == 1
    assert binom.sf(high - 1, n, p) <= 0.025 + 1e-9
    assert 1 <= low <= high <= n


@given(st.lists(st.integers(0, 40), min_size=16, max_size=16), st.sampled_from([0.5, 0.9]))
def test_the_range_of_a_quantile_holds_it(bins, p):
    found = intervals.quantile_interval(bins, p)
    if found:
        value, _open = stats.quantile(bins, p)
        low, high = found
        assert low <= value + 1e-9
        assert high is None or value <= high + 1e-9


@given(st.lists(st.floats(-1e3, 1e3), min_size=20, max_size=60))
def test_the_jackknife_of_a_mean_is_its_t_interval(values):
    """Efron & Tibshirani 1993, section 11.2: for a mean the two are the same."""
    mean = stats.mean_interval(math.fsum(values), math.fsum(x * x for x in values), len(values))
    assert intervals.jackknife([(x, 1) for x in values]) == pytest.approx(mean, rel=1e-4, abs=2e-2)


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.5, 10)), min_size=20, max_size=40))
def test_a_jackknife_of_any_formula(days):
    totals = {"a": sum(a for a, _b in days), "b": sum(b for _a, b in days)}
    split = [{"a": a, "b": b} for a, b in days]
    one = intervals.jackknife_of(lambda sums: 100 * sums["a"] / sums["b"], totals, split)
    assert one == pytest.approx([100 * edge for edge in intervals.jackknife(days)], rel=1e-6, abs=1e-6)
    assert intervals.jackknife_of(lambda _sums: None, totals, split) is None


def test_the_design_effect_of_whole_clusters_is_their_size():
    """Kish 1965: 1 + (m - 1)·ρ, here with ρ = 1, and m/(m - 1) for estimating the mean."""
    clusters = [(6, 6), (0, 6)] * 500
    assert intervals.design_effect(clusters) == pytest.approx(6, rel=2e-3)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(3, 5)), max_size=30))
def test_a_design_effect_never_narrows(clusters):
    assert intervals.design_effect(clusters) >= 1


def test_benjamini_and_hochberg_1995():
    """Their own example, section 3.2: fifteen tests, four stand at q = 0.05 (Bonferroni: three)."""
    printed = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
               0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.000]
    assert intervals.benjamini_hochberg(printed, q=0.05) == [True] * 4 + [False] * 11


@settings(max_examples=50)
@given(st.lists(st.one_of(st.floats(0, 1)), min_size=1, max_size=40), st.sampled_from([0.05, 0.1]))
def test_many_tests_as_statsmodels(p_values, q):
    multipletests = pytest.importorskip("statsmodels.stats.multitest").multipletests
    assert intervals.benjamini_hochberg(p_values, q) == list(multipletests(p_values, q, "fdr_bh")[0])


@settings(max_examples=50)
@given(shares, shares)
def test_two_shares_as_statsmodels(one, other):
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    found = intervals.two_proportions(*one, *other)
    if found is None:
        assert one[0] + other[0] in (0, one[1] + other[1])
        return
    _z, p = proportion.proportions_ztest([one[0], other[0]], [one[1], other[1]])
    assert found == pytest.approx(p, abs=1e-9)
    low, high = proportion.confint_proportions_2indep(
        one[0], one[1], other[0], other[1], method="newcomb", compare="diff")
    assert stats.newcombe(*one, *other) == pytest.approx((low, high), abs=1e-9)


@settings(max_examples=50)
@given(st.integers(0, 60), st.integers(1, 60), st.floats(1, 1e4), st.floats(1, 1e4))
def test_rates_as_scipy(k1, k2, base1, base2):
    binomtest = pytest.importorskip("scipy.stats").binomtest
    share = base1 / (base1 + base2)
    exact = binomtest(k1, k1 + k2, share).proportion_ci(method="exact")
    low, high = intervals.rate_ratio(k1, base1, k2, base2)
    assert low == pytest.approx(exact.low / (1 - exact.low) * base2 / base1, rel=1e-6)
    assert high == pytest.approx(exact.high / (1 - exact.high) * base2 / base1, rel=1e-6)
    binom = pytest.importorskip("scipy.stats").binom
    tails = binom.cdf(k1, k1 + k2, share), binom.sf(k1 - 1, k1 + k2, share)
    assert intervals.rate_p(k1, base1, k2, base2) == pytest.approx(min(1, 2 * min(tails)), abs=1e-9)


def test_the_score_of_promoters_from_their_answers():
    """±: 1.96·100·sqrt((p + d - (p - d)²)/n), here 60 promoters and 15 detractors of 200."""
    low, high = intervals.nps_interval(60, 15, 200)
    assert (high - low) / 2 == pytest.approx(195.996 * math.sqrt((0.375 - 0.225**2) / 200), abs=1e-3)
    assert intervals.nps_interval(200, 0, 200) == (100, 100)


@pytest.mark.parametrize("interval", [None, (None, 1), (1, None), (2, 2)])
def test_nothing_is_said_of_nothing(interval):
    assert intervals.p_of(1.0, interval) is None


def test_a_difference_of_what_is_not_known_is_not_known():
    assert intervals.apart(1, None, 2, (1, 3)) is None
    assert intervals.apart(1, (0, None), 2, (1, 3)) is None
    assert not intervals.excludes_zero(None)
