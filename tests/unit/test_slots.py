"""Free times: whatever hours and bookings come in, nothing is offered twice or outside."""

from hypothesis import given
from hypothesis import strategies as st
from pure import load

slots = load("frontoffice_tools", "slots")
waiting = load("frontoffice_tools", "waiting")

moments = st.integers(0, 400)
pairs = st.lists(st.tuples(moments, moments), max_size=8)


def minutes(intervals):
    return {minute for start, stop in intervals for minute in range(start, stop)}


@given(pairs, pairs)
def test_interval_arithmetic_is_set_arithmetic(one, other):
    assert minutes(slots.union(one)) == minutes(one)
    assert minutes(slots.intersection(one, other)) == minutes(one) & minutes(other)
    assert minutes(slots.difference(one, other)) == minutes(one) - minutes(other)


@given(pairs, pairs)
def test_results_are_sorted_and_apart(one, other):
    for found in (slots.union(one), slots.intersection(one, other), slots.difference(one, other)):
        assert all(start < stop for start, stop in found)
        assert all(before[1] <= after[0] for before, after in zip(found, found[1:], strict=False))


@given(pairs, moments, st.integers(1, 60), st.integers(1, 60))
def test_free_means_every_minute(hours, start, length, busy_length):
    busy = [(start, start + busy_length)]
    free = slots.Free(hours, busy)
    open_ = minutes(hours) - minutes(busy)
    for at in range(0, 400, 7):
        assert free.has(at, at + length) == (set(range(at, at + length)) <= open_)


@given(pairs, st.integers(1, 60), st.integers(1, 60), moments, moments)
def test_starts_lie_within_opening_hours(hours, length, step, first, last):
    for start in slots.grid(hours, length, step, first, last):
        assert first <= start <= last
        assert set(range(start, start + length)) <= minutes(hours)


@given(
    st.lists(pairs, min_size=1, max_size=3), st.lists(pairs, min_size=1, max_size=3), st.integers(1, 40),
    st.integers(0, 40), st.lists(st.integers(0, 1000), max_size=30),
)
def test_booking_until_nothing_is_left_never_books_twice(hours, busy, length, buffer, choices):
    """Book whatever is offered, again and again: no person and no room is ever taken twice."""
    people = {n: list(taken) for n, taken in enumerate(busy)}
    open_ = {n: hours[n % len(hours)] for n in people}
    starts = slots.grid(sum(hours, []), length, 10, 0, 400)
    for choice in choices:
        free = {n: slots.Free(open_[n], people[n]) for n in people}
        found = slots.offer(starts, length, buffer, free)
        if not found:
            break
        start = sorted(found)[choice % len(found)]
        who = found[start][0][0]
        mine = minutes([(start, start + length)])
        assert mine <= minutes(open_[who])
        assert not mine & minutes(people[who])
        people[who].append((start, start + length + buffer))


@given(st.lists(st.tuples(moments, moments), max_size=40), st.integers(0, 20))
def test_an_estimate_is_never_made_of_nothing(served, place):
    known = waiting.turns(served)
    told = waiting.estimate(served, place)
    assert (told is None) == (len(known) < waiting.ENOUGH)
    assert told is None or told >= 0
