"""Properties of giving out work: nobody absent, nobody above capacity, the most urgent first."""

from datetime import datetime, timedelta

import pure
from hypothesis import given
from hypothesis import strategies as st

assignment = pure.frontoffice("assignment")
NOW = datetime(2026, 1, 5, 9)

people = st.lists(
    st.builds(
        assignment.Candidate, id=st.integers(1, 40), capacity=st.floats(0, 6), load=st.floats(0, 3),
        present=st.booleans(), languages=st.sets(st.sampled_from(["de", "es", "fr"])).map(frozenset),
    ), max_size=8, unique_by=lambda person: person.id,
)
items = st.lists(
    st.builds(
        assignment.Item, id=st.integers(1, 999), arrived_at=st.datetimes(NOW - timedelta(days=9), NOW),
        due_at=st.none() | st.datetimes(NOW - timedelta(days=2), NOW + timedelta(days=2)),
        weight=st.floats(0.25, 3), policy=st.sampled_from(assignment.POLICIES), person=st.integers(1, 40),
        language=st.none() | st.sampled_from(["de", "es"]), skilled=st.booleans(),
        skills=st.dictionaries(st.integers(1, 40), st.integers(0, 100)),
        had_it=st.sets(st.integers(1, 40), max_size=3).map(frozenset),
        lower=st.dictionaries(st.integers(1, 40), st.integers(0, 100)),
        firm=st.sets(st.sampled_from(["had_it", "level", "skill"])).map(frozenset),
        only=st.none() | st.sets(st.integers(1, 40), max_size=9).map(frozenset),
    ), max_size=20, unique_by=lambda item: item.id,
)


@given(items, people)
def test_nobody_absent_or_above_capacity(items, people):
    full = {p.id: p.load for p in people}
    choices = assignment.plan(items, people, NOW)
    by_id = {p.id: p for p in people}
    weights = {item.id: item.weight for item in items}
    for choice in choices:
        assert set(choice.verdicts) == set(by_id)
        if choice.person is not None:
            assert by_id[choice.person].present
            full[choice.person] += weights[choice.item]
    for person in people:
        got = full[person.id]
        assert got == person.load
        given_any = any(choice.person == person.id for choice in choices)
        assert not given_any or got <= person.capacity + 1e-6


@given(items, people)
def test_each_item_is_decided_once_and_in_order(items, people):
    choices = assignment.plan(items, people, NOW)
    assert sorted(c.item for c in choices) == sorted(item.id for item in items)
    due = {item.id: item.due_at for item in items}
    order = [due[c.item] for c in choices]
    known = [moment for moment in order if moment]
    assert known == sorted(known) and None not in order[:len(known)]


@given(items, people)
def test_nothing_waits_while_somebody_could_take_it(items, people):
    """An item is refused only where everybody is absent, full, not meant, or lacks what is not given up yet."""
    firm = {item.id: item.firm for item in items}
    for choice in assignment.plan(items, people, NOW):
        if choice.person is None:
            allowed = {"absent", "full", "other", "closed"}
            said = set(choice.verdicts.values()) - allowed
            assert not said or firm[choice.item], choice
            assert not said or said <= {"had_it", "language", "level", "skill"}


@given(items, people)
def test_what_is_firm_is_never_given_up_and_closed_stays_closed(items, people):
    wanted = {item.id: item for item in items}
    for choice in assignment.plan(items, people, NOW):
        item = wanted[choice.item]
        assert not set(choice.relaxed) & item.firm
        assert choice.person is None or item.only is None or choice.person in item.only


@given(items, people)
def test_what_is_given_up_is_said(items, people):
    wanted = {item.id: item for item in items}
    speaks = {p.id: p.languages for p in people}
    for choice in assignment.plan(items, people, NOW):
        item = wanted[choice.item]
        if choice.person is not None and item.language and item.language not in speaks[choice.person]:
            assert "language" in choice.relaxed
