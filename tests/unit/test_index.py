"""The index: exact attribution, honest bands, and what other weights would say."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pure import triangle

index = triangle("index")
stats = triangle("statistics")
Member = index.Member

SIDES = tuple(stats.EDGE_WEIGHTS)


def member(code, value, spread=0.05, weight=0.25, **more):
    interval = None if value is None or spread is None else (value - spread, value + spread)
    return Member(code, value, interval, **{"floor": 0.5, "target": 0.95, "weight": weight, **more})


values = st.one_of(st.none(), st.floats(0, 1))
members = st.lists(values, min_size=1, max_size=8).map(
    lambda found: [member(f"K{i}", value, weight=0.1 + i / 20) for i, value in enumerate(found)])
triangles = st.fixed_dictionaries({side: members for side in SIDES})


def scores(sides):
    return {side: index.side_score(found) for side, found in sides.items()}


@given(triangles, triangles)
def test_what_moved_the_index_adds_up_exactly(now, then):
    parts = index.attribution(scores(now), scores(then))
    one, other = index.index_of(now), index.index_of(then)
    if one is None or other is None:
        assert parts is None
        return
    assert sum(parts.values()) == pytest.approx(math.log(one) - math.log(other), abs=1e-9)


@given(members, members)
def test_what_moved_a_side_adds_up_exactly(now, then):
    found, before, after = index.side_attribution(now, then), index.side_score(then), index.side_score(now)
    if before is None or after is None:
        assert found is None
        return
    parts, rest = found
    assert sum(parts.values()) + rest == pytest.approx(after - before, abs=1e-9)
    if [m.code for m in now if m.value is not None] == [m.code for m in then if m.value is not None]:
        assert rest == pytest.approx(0, abs=1e-9)


@given(triangles, triangles)
def test_what_moved_the_index_adds_up_in_its_own_points(now, then):
    parts, one, other = index.moved_points(now, then), index.index_of(now), index.index_of(then)
    if one is None or other is None:
        assert parts is None
        return
    points = [value for found, rest in parts.values() for value in (*found.values(), rest)]
    assert sum(points) == pytest.approx(one - other, abs=1e-6)


@settings(max_examples=30)
@given(triangles)
def test_a_band_is_the_same_every_time_and_holds_the_middle(sides):
    one, other = index.draws(sides, "2026-01-01"), index.draws(sides, "2026-01-01")
    assert one == other
    if index.index_of(sides) is None:
        assert one is None
        return
    low, high = index.band(one)
    assert low <= high
    assert sum(low <= x <= high for x in one) >= 0.88 * len(one)
    assert all(1 - 1e-9 <= x <= 100 + 1e-9 for x in one)


def test_figures_without_doubt_give_a_band_without_width():
    sides = {side: [member("K", 0.8, None)] for side in SIDES}
    assert index.band(index.draws(sides, 1)) == pytest.approx((index.index_of(sides),) * 2)


def test_a_band_is_as_wide_as_the_doubt():
    """One figure a side, far from floor and target: ln of the index is nearly normal, so 1.645 σ each way."""
    sides = {side: [member("K" + side, 0.75, 0.02)] for side in SIDES}
    score = index.index_of(sides)
    sigma = math.sqrt(sum((w * 0.02 / 1.96 / 0.25) ** 2 for w in stats.EDGE_WEIGHTS.values()))
    low, high = index.band(index.draws(sides, 1, 4000))
    assert math.log(low) == pytest.approx(math.log(score) - 1.645 * sigma, abs=0.006)
    assert math.log(high) == pytest.approx(math.log(score) + 1.645 * sigma, abs=0.006)


def test_one_more_figure_does_not_change_what_the_others_drew():
    one = index.draws({side: [member("K", 0.75)] for side in SIDES}, 1)
    more = index.draws({side: [member("K", 0.75), member("L", 0.75, None, weight=0)] for side in SIDES}, 1)
    assert one == pytest.approx(more)


@given(triangles)
def test_other_weights_stay_around_the_index(sides):
    found, value = index.sensitivity(sides), index.index_of(sides)
    if value is None:
        assert found is None
        return
    assert found["low"] <= value + 1e-9 and value <= found["high"] + 1e-9
    assert value <= found["mean"] + 1 + 1e-9  # geometric below arithmetic; sides below 1 count as 1
    assert set(found["weakest"]) <= set(SIDES)


def test_other_weights_never_lose_a_side_that_counts():
    """62 % of a side are known: with the known figures a fifth lighter it would be 57 %, and still it is the side."""
    known, gap = member("a", 0.9, weight=0.62), member("b", None, weight=0.38)
    sides = {side: [known, gap] for side in SIDES}
    found, value = index.sensitivity(sides), index.index_of(sides)
    assert value == pytest.approx(100 * (0.9 - 0.5) / 0.45)
    assert (found["low"], found["high"]) == pytest.approx((value, value))  # one figure a side: no weight changes it


@given(triangles)
def test_other_weights_stay_between_the_worst_and_the_best_figure(sides):
    found = index.sensitivity(sides)
    if found is None:
        return
    marks = [max(index.mark(m, m.value), 1.0) for side in SIDES for m in sides[side] if m.value is not None]
    assert min(marks) - 1e-6 <= found["low"] <= found["high"] <= max(marks) + 1e-6


@given(st.dictionaries(st.integers(1, 9), triangles, max_size=5))
def test_ranks_have_a_range_that_is_a_rank(units):
    found = index.rank_ranges(units)
    known = [unit for unit, sides in units.items() if index.index_of(sides) is not None]
    assert set(found) == set(known)
    assert all(1 <= best <= worst <= len(known) for best, worst in found.values())


def test_units_that_change_places_say_so():
    one = {"external": [member("a", 0.95)], "internal": [member("b", 0.6)], "interactive": [member("c", 0.7)]}
    other = {"external": [member("a", 0.6)], "internal": [member("b", 0.95)], "interactive": [member("c", 0.7)]}
    assert index.rank_ranges({1: one, 2: other}) == {1: (1, 2), 2: (1, 2)}


@given(members)
def test_coverage_decides_whether_there_is_a_score(found):
    share = index.coverage(found)
    assert 0 <= share <= 1
    if any(m.value is not None for m in found):
        assert (index.side_score(found) is None) == (share < 0.6 - 1e-9)


def test_a_band_scores_full_inside_and_falls_outside_on_both_sides():
    busy = Member("K55", None, None, 0.45, 0.65, 1, 0.85)
    found = [index.mark(busy, value) for value in (0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05)]
    assert found == pytest.approx([0, 50, 100, 100, 100, 50, 0])


def test_less_is_better_works_with_floor_above_target():
    early = Member("K12", 0.25, None, 0.40, 0.10, 1)
    assert index.mark(early, 0.25) == pytest.approx(50)
    assert index.mark(early, 0.05) == 100


def test_an_index_moved_only_beyond_doubt():
    far = {side: [member("K", 0.9, 0.01)] for side in SIDES}
    near = {side: [member("K", 0.6, 0.01)] for side in SIDES}
    assert index.moved(index.draws(far, 1), index.draws(near, 2))
    assert not index.moved(index.draws(far, 1), index.draws(far, 2))
    assert index.moved(None, index.draws(far, 2)) is None
