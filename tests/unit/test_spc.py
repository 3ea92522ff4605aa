"""Control charts against published examples, simulated run lengths and their own definitions."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

spc = triangle("spc")

scores = st.lists(st.one_of(st.none(), st.floats(-6, 6)), max_size=60)
shares = st.lists(st.integers(50, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
                  min_size=8, max_size=40)
values = st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=60)

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: individuals and moving range
BATCHES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# Montgomery, Introduction to Statistical Quality Control, table 7.1: cans that do not conform, of 50
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# the same book: the 24 samples after the machine was adjusted
ADJUSTED = [9, 6, 12, 5, 6, 4, 6, 3, 7, 6, 2, 4, 3, 6, 5, 4, 8, 5, 6, 7, 5, 6, 3, 5]


def test_individuals_of_the_nist_handbook():
    drawn = spc.chart("xmr", BATCHES)
    assert drawn.centre == pytest.approx(50.81)
    assert drawn.points[0].high == pytest.approx(55.8041, abs=2e-3)
    assert drawn.points[0].low == pytest.approx(45.8159, abs=2e-3)
    assert drawn.provisional, "ten periods draw limits and tell nobody"


def test_shares_of_montgomery():
    limits = spc.Limits("p", sum(CANS) / 1500, periods=30)
    drawn = spc.chart("p", [(k, 50) for k in CANS], limits)
    assert drawn.centre == pytest.approx(0.2313, abs=5e-5)
    assert (drawn.points[0].low, drawn.points[0].high) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert [i + 1 for i, point in enumerate(drawn.points) if "R1" in point.flags] == [15, 23]


def test_what_had_a_cause_leaves_the_baseline():
    """Montgomery revises the limits without samples 15 and 23: centre 0.2150, limits 0.0407 and 0.3893."""
    limits = spc.take_limits("p", [(k, 50) for k in CANS], left_out={14, 22})
    assert (limits.centre, limits.periods) == (pytest.approx(0.2150), 28)
    plain = spc.chart("p", [(20, 50)], spc.Limits("p", limits.centre))
    assert (plain.points[0].low, plain.points[0].high) == pytest.approx((0.0407, 0.3893), abs=1e-4)
    assert plain.points[0].flags == ("R1",), "sample 21 is now beyond the limit"


def test_a_shift_stays_visible_against_a_frozen_baseline():
    limits = spc.take_limits("p", [(k, 50) for k in CANS], left_out={14, 22})
    drawn = spc.chart("p", [(k, 50) for k in ADJUSTED], limits)
    first = next(i for i, point in enumerate(drawn.points) if "R2" in point.flags)
    assert drawn.points[0].centre == limits.centre, "the new points move nothing"
    assert spc.run_start(drawn, first) <= first - 7
    assert spc.run_start(drawn, first) < len(ADJUSTED)


@pytest.mark.parametrize(
    ("names", "published"),
    [  # Champ & Woodall 1987, table 1: average run lengths in control
        (("R1", "R2"), 152.73), (("R1", "R3"), 225.44), (("R1", "R2", "R3"), 122.05),
    ],
)
def test_run_lengths_of_champ_and_woodall(names, published):
    """A new chart after each alarm, as in their table; 600 runs give about ±4 %."""
    numbers = random.Random(1987)
    lengths = []
    while len(lengths) < 600:
        flags = spc.rules([numbers.gauss(0, 1) for _i in range(400)])
        found = next((i for i, hit in enumerate(flags) if not set(names).isdisjoint(hit)), None)
        if found is None:  # longer than most: go on with what is left of the average
            flags = spc.rules([numbers.gauss(0, 1) for _i in range(4000)])
            found = 400 + next(i for i, hit in enumerate(flags) if not set(names).isdisjoint(hit))
        lengths.append(found + 1)
    assert sum(lengths) / len(lengths) == pytest.approx(published, rel=0.12)


def test_counts_that_vary_more_than_chance_get_wider_limits():
    random_numbers = random.Random(2002)
    series = []
    for _i in range(24):
        share = min(0.95, max(0.05, random_numbers.gauss(0.3, 0.05)))
        series.append((sum(random_numbers.random() < share for _j in range(4000)), 4000))
    drawn = spc.chart("p", series)
    centre = sum(k for k, _n in series) / sum(n for _k, n in series)
    sigma = math.sqrt(centre * (1 - centre) / 4000)
    z = [(k / n - centre) / sigma for k, n in series]
    sigma_z = sum(abs(b - a) for a, b in zip(z, z[1:], strict=False)) / 23 / 1.128
    assert drawn.kind == "p'" and sigma_z > 1.2
    assert drawn.limits.spread == pytest.approx(sigma_z)
    assert drawn.points[3].high == pytest.approx(centre + 3 * sigma * sigma_z)
    assert drawn.points[3].z == pytest.approx(z[3] / sigma_z), "the chart's z is divided too"


@given(shares)
def test_limits_are_never_narrower_than_chance(series):
    limits = spc.take_limits("p", series)
    assert limits.spread >= 1.0
    drawn = spc.chart("p", series, limits)
    for point in drawn.points:
        assert 0 <= point.low <= point.centre <= point.high <= 1


def test_too_small_counts_ask_for_longer_periods():
    thin = spc.chart("p", [(18, 20)] * 20)
    assert thin.thin, "20 × 10 % expected are two"
    assert all(point.z is None and point.flags == () for point in thin.points)
    assert not spc.chart("p", [(50, 100)] * 20).thin
    late = spc.chart("p", [(50, 100)] * 12 + [(0, 8)], baseline=12)
    assert late.points[-1].z is None, "a thin period is drawn, not judged"


def test_rates_per_opportunity():
    """u: ū ± 3·√(ū/n), clipped at 0 only."""
    drawn = spc.chart("u", [(6, 2.0), (8, 2.0)] * 8)
    assert (drawn.kind, drawn.centre) == ("u", 3.5)
    assert drawn.points[0].high == pytest.approx(3.5 + 3 * math.sqrt(1.75))
    assert drawn.points[0].low == 0.0


def test_one_wild_range_takes_the_median():
    calm = [10, 11] * 6
    wild = spc.take_limits("xmr", [*calm, 90])
    assert wild.spread == pytest.approx(3.145 * 1 / 3), "the median range is 1"
    assert spc.take_limits("xmr", calm).spread == pytest.approx(2.66 / 3)


def test_money_takes_logarithms():
    money = [100, 120, 90, 110, 95, 105, 130, 2000, 98, 115, 102, 99]
    drawn = spc.chart("money", money)
    assert (drawn.kind, drawn.limits.log) == ("xmr", True)
    assert drawn.centre == pytest.approx(math.exp(sum(map(math.log, money)) / 12))
    assert drawn.points[0].low > 0
    below = spc.chart("money", [*money, 0], baseline=12)
    assert below.points[-1].flags[0] == "R1", "nothing at all is below every limit"
    assert not spc.take_limits("money", [-5, *money]).log
    assert not spc.take_limits("xmr", money).log, "only where a long tail is in the nature of the figure"


@pytest.mark.parametrize(("count", "kind", "provisional"), [
    (7, "none", False), (8, "xmr", True), (11, "xmr", True), (12, "xmr", False)])
def test_how_many_periods_it_takes(count, kind, provisional):
    drawn = spc.chart("xmr", [1, 2] * 5 + [1, 2][:2] if count == 12 else ([1, 2] * 6)[:count])
    assert (drawn.kind, drawn.provisional) == (kind, provisional)


def test_at_most_24_periods_make_a_baseline():
    drawn = spc.chart("xmr", [10, 12] * 12 + [50])
    assert drawn.limits.periods == 24
    assert [point.monitored for point in drawn.points] == [False] * 24 + [True]
    assert drawn.points[-1].flags == ("R1",)


def test_runs_do_not_reach_back_into_the_baseline():
    series = [10, 12] * 6 + [12.5] * 4
    quiet = spc.chart("xmr", series, baseline=14)
    assert not any(point.flags for point in quiet.points[:14])
    assert "R2" not in quiet.points[-1].flags
    drawn = spc.chart("xmr", [10, 12] * 6 + [11.5] * 8, baseline=12)
    assert [("R2" in point.flags) for point in drawn.points[12:]] == [False] * 7 + [True]
    assert spc.run_start(drawn) == 12


def test_missing_periods_neither_count_nor_break():
    assert spc.rules([1.0, None] * 7 + [1.0])[-1] == ("R2",)
    assert spc.rules([2.5, None, None, None, 2.5])[-1] == ("R3",)
    drawn = spc.chart("p", [(50, 100)] * 12 + [None, (0, 0)], baseline=12)
    assert [point.value for point in drawn.points[-2:]] == [None, None]


def test_a_figure_that_never_moved():
    drawn = spc.chart("xmr", [0.8] * 12 + [0.8, 0.6], baseline=12)
    assert [point.flags for point in drawn.points[-2:]] == [(), ("R1",)]


@given(scores)
def test_rules_by_their_definition(series):
    known = [(i, z) for i, z in enumerate(series) if z is not None]
    for place, (i, z) in enumerate(known):
        before = [value for _i, value in known[:place + 1]]
        sided = [value for value in before if value]
        eight = z and len(sided) >= 8 and len({value > 0 for value in sided[-8:]}) == 1
        far = [value for value in before[-3:] if abs(value) > 2 and value * z > 0]
        expected = (abs(z) > 3, bool(eight), abs(z) > 2 and len(far) >= 2)
        assert spc.rules(series)[i] == tuple(r for r, hit in zip(spc.RULES, expected, strict=True) if hit)


@given(values, st.floats(0.1, 100), st.floats(-1000, 1000))
def test_units_do_not_matter(series, scale, shift):
    one, other = (spc.take_limits("xmr", line) for line in (series, [scale * x + shift for x in series]))
    assert other.spread == pytest.approx(scale * one.spread, rel=1e-6, abs=1e-6)


@given(values, values)
def test_frozen_limits_do_not_look_at_new_points(series, later):
    limits = spc.take_limits("xmr", series)
    alone = spc.chart("xmr", series, limits)
    together = spc.chart("xmr", series + later, limits)
    assert together.points[:len(series)] == alone.points


def test_target_within_the_natural_limits():
    drawn = spc.chart("xmr", [10, 12] * 6)
    assert spc.inside(drawn, 13) and not spc.inside(drawn, 40)


def test_scipy_agrees_about_chance():
    """Three σ of a normal figure: one alarm in 370, as scipy says."""
    norm = pytest.importorskip("scipy.stats").norm
    assert 1 / (2 * norm.sf(3)) == pytest.approx(370.40, abs=0.01)
    fisher = pytest.importorskip("scipy.stats").skew
    series = [100, 120, 90, 110, 95, 105, 130, 2000, 98, 115, 102, 99]
    assert (fisher(series) > spc.SKEWED) == spc.take_limits("money", series).log
