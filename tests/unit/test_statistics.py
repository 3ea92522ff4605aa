"""Statistics against textbook values and against their own definitions."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

stats = triangle("statistics")

samples = st.lists(st.floats(0, 20_000), min_size=1, max_size=200)
proportions = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
scores = st.one_of(st.none(), st.floats(0, 100))
triangles = st.fixed_dictionaries({edge: scores for edge in stats.EDGE_WEIGHTS})


@pytest.mark.parametrize(
    ("p", "df", "value"),
    [  # printed t tables
        (0.975, 2, 4.302653),
        (0.975, 5, 2.570582),
        (0.975, 30, 2.042272),
        (0.975, 120, 1.979930),
        (0.95, 9, 1.833113),
        (0.995, 4, 4.604095),
        (0.5, 7, 0.0),
        (0.025, 2, -4.302653),
    ],
)
def test_t_quantiles(p, df, value):
    assert stats.t_quantile(p, df) == pytest.approx(value, abs=2e-6)


@pytest.mark.parametrize(
    ("k", "low", "high"),
    [(1, 0.025318, 5.571643), (5, 1.623486, 11.668332), (20, 12.216519, 30.888378)],
)
def test_exact_poisson_intervals(k, low, high):
    assert stats.poisson(k) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("k", [3, 50, 2000])
def test_poisson_tails_are_two_and_a_half_percent(k):
    low, high = stats.poisson(k)

    def at_most(count, mean):
        return sum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(count + 1))

    assert at_most(k, high) == pytest.approx(0.025, abs=1e-7)
    assert 1 - at_most(k - 1, low) == pytest.approx(0.025, abs=1e-7)


@given(proportions)
def test_wilson_contains_the_share_and_stays_a_proportion(case):
    k, n = case
    low, high = stats.wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    mirrored = stats.wilson(n - k, n)
    assert (1 - high, 1 - low) == pytest.approx(mirrored)


@given(proportions, proportions)
def test_newcombe_contains_the_difference_and_turns_with_its_sides(one, two):
    low, high = stats.newcombe(*one, *two)
    difference = one[0] / one[1] - two[0] / two[1]
    assert -1 <= low <= difference + 1e-9 and difference - 1e-9 <= high <= 1
    assert stats.newcombe(*two, *one) == pytest.approx((-high, -low))


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=60))
def test_mean_interval_is_centred_on_the_mean(values):
    low, high = stats.mean_interval(sum(values), sum(value * value for value in values), len(values))
    assert (low + high) / 2 == pytest.approx(sum(values) / len(values), abs=1e-6)
    assert low <= high


def test_mean_interval_covers_about_95_percent():
    dice, hits = random.Random(1), 0
    for _round in range(1000):
        values = [dice.gauss(10, 3) for _value in range(8)]
        low, high = stats.mean_interval(sum(values), sum(value * value for value in values), 8)
        hits += low <= 10 <= high
    assert 930 <= hits <= 970


@given(samples, st.floats(0, 1))
def test_quantile_from_bins_lies_in_the_bin_of_the_exact_one(values, p):
    bins = [0] * stats.BINS
    for value in values:
        bins[stats.bin_of(value)] += 1
    minutes, at_least = stats.quantile(bins, p)
    exact = sorted(values)[max(0, math.ceil(p * len(values) - 1e-9) - 1)]
    if at_least:
        assert minutes == stats.EDGES[-1] and exact > minutes
    else:
        index = stats.bin_of(exact)
        assert (stats.EDGES[index - 1] if index else 0) <= minutes <= stats.EDGES[index]


@given(samples, samples)
def test_bins_merge_and_the_order_of_merging_does_not_matter(one, two):
    def filled(values):
        return [sum(stats.bin_of(value) == index for value in values) for index in range(stats.BINS)]

    assert [a + b for a, b in zip(filled(one), filled(two), strict=True)] == filled(one + two)


@given(samples)
def test_quantiles_rise(values):
    bins = [0] * stats.BINS
    for value in values:
        bins[stats.bin_of(value)] += 1
    found = [stats.quantile(bins, p / 10)[0] for p in range(11)]
    assert found == sorted(found)


def test_a_wrong_number_of_bins_is_refused():
    with pytest.raises(ValueError, match="16 bins"):
        stats.quantile([1, 2, 3], 0.5)


@given(triangles)
def test_index_is_between_the_weakest_and_the_strongest_side_or_absent(edges):
    index = stats.health_index(edges)
    if None in edges.values():
        assert index is None and stats.balance(edges) is None
    else:
        sides = [max(1.0, score) for score in edges.values()]
        assert min(sides) - 1e-9 <= index <= max(sides) + 1e-9


@given(st.floats(1, 99), st.floats(1, 99))
def test_one_broken_side_costs_more_than_its_weight(strong, weak):
    strong, weak = max(strong, weak), min(strong, weak)
    edges = {"external": strong, "internal": strong, "interactive": weak}
    assert stats.health_index(edges) <= 0.6 * strong + 0.4 * weak + 1e-9


def test_coverage_of_exactly_sixty_percent_is_enough():
    some = [(80, 0.25), (80, 0.15), (80, 0.10), (80, 0.10), (None, 0.40)]
    assert stats.edge_score(some) == pytest.approx(80)
    assert stats.edge_score([]) is None
    assert stats.edge_score([(80, 0.59), (None, 0.41)]) is None


@pytest.mark.parametrize(
    ("value", "floor", "target", "score"),
    [(0.70, 0.70, 0.95, 0), (0.99, 0.70, 0.95, 100), (0.1, 0.70, 0.95, 0), (0.25, 0.40, 0.10, 50), (-20, -20, 30, 0)],
)
def test_scores_run_from_floor_to_target(value, floor, target, score):
    assert stats.kpi_score(value, floor, target) == pytest.approx(score)


def test_a_score_needs_a_way_to_go():
    with pytest.raises(ValueError, match="differ"):
        stats.kpi_score(1, 5, 5)


def test_nothing_is_none_never_zero():
    assert stats.wilson(0, 0) is None
    assert stats.newcombe(0, 0, 1, 2) is None
    assert stats.mean_interval(5.0, 25.0, 1) is None
    assert stats.nps(0, 0, 0) is None and stats.nps_moe(0, 0, 0) is None
