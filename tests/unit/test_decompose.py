"""Rates against mix, and series against series: published cases and identities."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure import triangle

decompose = triangle("decompose")

counts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
groups = st.dictionaries(st.sampled_from("abcde"), counts, max_size=5)

# Charig et al. 1986, BMJ 292:879: kidney stones removed, by size; open surgery against the new method.
OPEN = {"small": (81, 87), "large": (192, 263)}
NEW = {"small": (234, 270), "large": (55, 80)}


def test_kidney_stones_are_simpsons_paradox():
    assert decompose.is_simpson(OPEN, NEW)
    split = decompose.kitagawa(OPEN, NEW)
    assert split.total == pytest.approx(273 / 350 - 289 / 350)
    assert split.rate > 0 > split.mix


def test_kidney_stones_standardised():
    """By the sizes of all 700 stones open surgery is ahead, 83.3 against 77.9 %."""
    weights = {"small": 357, "large": 343}
    assert decompose.standardised(OPEN, weights) == pytest.approx(0.8325, abs=1e-4)
    assert decompose.standardised(NEW, weights) == pytest.approx(0.7789, abs=1e-4)


@given(groups, groups)
def test_rate_and_mix_are_the_whole_change(now, then):
    split = decompose.kitagawa(now, then)
    whole = [sum(n for _k, n in side.values()) for side in (now, then)]
    if not all(whole):
        assert split is None
        return
    assert split.rate + split.mix == pytest.approx(split.total, abs=1e-12)
    assert sum(sum(row) for row in split.rows.values()) == pytest.approx(split.total, abs=1e-12)


@given(groups, groups)
def test_the_other_way_round_it_is_the_opposite(now, then):
    one, other = decompose.kitagawa(now, then), decompose.kitagawa(then, now)
    if one:
        assert one[:3] == pytest.approx([-x for x in other[:3]], abs=1e-12)


@given(groups, groups)
def test_a_paradox_needs_the_mix(now, then):
    if decompose.is_simpson(now, then):
        split = decompose.kitagawa(now, then)
        assert split.total * split.mix > 0


def test_a_member_that_comes_is_mix_alone():
    split = decompose.kitagawa({"a": (5, 10), "b": (9, 10)}, {"a": (5, 10)})
    assert split.rows["b"][0] == 0
    assert split.rate == 0


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=4, max_size=40))
def test_rank_correlation_as_scipy(pairs):
    spearmanr = pytest.importorskip("scipy.stats").spearmanr
    xs, ys = zip(*pairs, strict=True)
    found = decompose.spearman(xs, ys)
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found is None
        return
    rho, low, high = found
    assert rho == pytest.approx(spearmanr(xs, ys).statistic, abs=1e-9)
    assert low <= rho <= high


@given(st.lists(st.integers(0, 500), max_size=12))
def test_spread_as_scipy(counts):
    entropy = pytest.importorskip("scipy.stats").entropy
    found = decompose.entropy(counts)
    assert found == pytest.approx(entropy(counts, base=2) if sum(counts) else 0, abs=1e-9)
    assert -1e-12 <= found <= (len(counts) or 1).bit_length()


def test_rank_correlation_as_printed():
    """Intelligence and hours of television, ten people: the textbook's -0.1758."""
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert decompose.spearman(iq, hours)[0] == pytest.approx(-29 / 165)


def test_a_cause_is_found_at_its_lag_and_not_told_below_eighteen_months():
    cause = [float((i * 7) % 11) for i in range(26)]
    effect = [None, None, None, *cause[:-3]]
    found = {row["lag"]: row for row in decompose.lagged(cause, effect)}
    assert found[3]["rho"] == 1
    assert found[3]["n"] == 23
    assert max(found, key=lambda lag: found[lag]["rho"]) == 3
    assert decompose.lagged(cause[:17], effect[:17]) == []


STRATA = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(lambda sizes: st.tuples(
    st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1]))), min_size=1, max_size=8)


@given(STRATA)
def test_the_same_mix_is_a_mean_of_differences_and_turns_with_its_sides(strata):
    value, low, high = decompose.same_mix(strata)
    differences = [a / b - c / d for a, b, c, d in strata]
    assert min(differences) - 1e-12 <= value <= max(differences) + 1e-12
    assert low <= value <= high
    back = decompose.same_mix([(c, d, a, b) for a, b, c, d in strata])
    assert math.isclose(back[0], -value, abs_tol=1e-12)
    assert math.isclose(back[1], -high, abs_tol=1e-12)


@given(STRATA)
def test_what_only_one_side_was_asked_for_says_nothing(strata):
    assert decompose.same_mix([*strata, (3, 9, 0, 0), (0, 0, 1, 2)]) == decompose.same_mix(strata)


def test_kidney_stones_of_the_same_size():
    """Open surgery: 78 % against 83 % in all, and better for small and for large stones."""
    value, low, high = decompose.same_mix([(*OPEN[size], *NEW[size]) for size in OPEN])
    assert sum(num for num, _den in OPEN.values()) / 350 < sum(num for num, _den in NEW.values()) / 350
    weights = [87 * 270 / 357, 263 * 80 / 343]
    expected = (weights[0] * (81 / 87 - 234 / 270) + weights[1] * (192 / 263 - 55 / 80)) / sum(weights)
    assert value == pytest.approx(expected)
    assert value > 0
    assert low < 0 < high
