"""The partition adds up for every possible cohort."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

ladder = triangle("ladder")
Due = ladder.Due

flags = st.booleans()
cohorts = st.lists(st.builds(Due, flags, st.sampled_from([True, False, None]), flags, flags), max_size=60)


@given(cohorts)
def test_what_was_not_kept_is_over_promise_plus_enablement_plus_delivery(promises):
    counts = ladder.ladder(promises)
    assert counts["made"] == counts["kept"] + counts["over"] + counts["enable"] + counts["deliver"]
    shares = ladder.shares(counts)
    if promises:
        assert abs((1 - shares["kept"]) - (shares["over"] + shares["enable"] + shares["deliver"])) < 1e-12
    else:
        assert set(shares.values()) == {None}


@given(cohorts, cohorts)
def test_counts_of_two_cohorts_add_up(one, two):
    both = ladder.ladder(one + two)
    assert both == {name: ladder.ladder(one)[name] + ladder.ladder(two)[name] for name in both}


@given(cohorts)
def test_no_rung_is_higher_than_what_was_made(promises):
    counts = ladder.ladder(promises)
    assert all(0 <= count <= counts["made"] for count in counts.values())
    assert counts["heroic"] <= counts["kept"]
    assert counts["overlap"] <= counts["over"]


def test_every_combination_by_hand():
    for standard, realistic, enabled, kept in product((True, False), (True, False, None), (True, False), (True, False)):
        due = Due(standard, realistic, enabled, kept)
        expected = None if kept else "over" if realistic is False else "deliver" if enabled else "enable"
        assert ladder.part(due) == expected
