"""Working time, without a database: properties first, then the days that go wrong."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import frontoffice

Hours = frontoffice("working_time").Hours
DAY = datetime(2026, 1, 5)  # a Monday
HOUR = 3600

moments = st.integers(-3 * 86400, 30 * 86400).map(lambda seconds: DAY + timedelta(seconds=seconds))
pairs = st.lists(st.tuples(moments, st.integers(0, 2 * 86400)), max_size=25).map(
    lambda rows: [(start, start + timedelta(seconds=length)) for start, length in rows]
)
budgets = st.integers(0, 20 * 86400)


def at(day, hour, minute=0, second=0):
    return datetime(2026, 1, day, hour, minute, second)


def days(shifts, numbers):
    """Open pairs for the same (from hour, to hour) shifts on several days of January 2026."""
    return [
        (at(day, 0) + timedelta(hours=low), at(day, 0) + timedelta(hours=high))
        for day in numbers
        for low, high in shifts
    ]


def counted(open_pairs, start, stop):
    """The slow, obvious way: clip, merge, add."""
    total, reached = timedelta(), start
    for low, high in sorted(open_pairs):
        low, high = max(low, reached), min(high, stop)
        if low < high:
            total, reached = total + high - low, high
    return int(total.total_seconds())


@given(pairs, moments, moments)
def test_worked_is_what_one_would_count_by_hand(open_pairs, start, stop):
    assert Hours(open_pairs).worked(start, stop) == counted(open_pairs, start, stop)


@given(pairs, moments, budgets)
def test_deadline_and_worked_are_inverse(open_pairs, start, seconds):
    hours = Hours(open_pairs)
    deadline = hours.deadline(start, seconds)
    if deadline is not None:
        assert deadline >= start
        assert hours.worked(start, deadline) == seconds
        assert not seconds or hours.worked(start, deadline - timedelta(seconds=1)) == seconds - 1
    elif seconds:
        assert hours.worked(start, datetime(2030, 1, 1)) < seconds


@given(pairs, moments, budgets, budgets)
def test_a_budget_may_be_used_in_two_parts(open_pairs, start, first, second):
    hours = Hours(open_pairs)
    middle = hours.deadline(start, first)
    if middle is not None and second:
        assert hours.deadline(start, first + second) == hours.deadline(middle, second)


@given(pairs, moments, moments, moments)
def test_durations_add_up(open_pairs, one, two, three):
    hours = Hours(open_pairs)
    low, mid, high = sorted((one, two, three))
    assert hours.worked(low, mid) + hours.worked(mid, high) == hours.worked(low, high)


@given(pairs, moments, moments, budgets)
def test_a_pause_outside_working_hours_moves_nothing(open_pairs, start, stop, seconds):
    """Resuming with what is left of the budget gives the old deadline when nothing was worked in between."""
    hours = Hours(open_pairs)
    deadline = hours.deadline(start, seconds)
    low, high = sorted((start, stop))
    if deadline is None or not seconds or hours.worked(low, high):
        return
    assert hours.deadline(high, seconds) == hours.deadline(low, seconds)


@given(pairs, moments, moments, moments, budgets)
def test_a_pause_inside_working_hours_moves_the_deadline_by_its_working_seconds(open_pairs, a, b, c, extra):
    """Budget left at the pause, planned from the resume = planned from the start with the pause added."""
    hours = Hours(open_pairs)
    start, paused, resumed = sorted((a, b, c))
    left = extra + 1
    budget = hours.worked(start, paused) + left
    assert hours.deadline(resumed, left) == hours.deadline(start, budget + hours.worked(paused, resumed))


@given(pairs)
def test_intervals_come_out_sorted_disjoint_and_complete(open_pairs):
    found = list(Hours(open_pairs))
    assert all(low < high for low, high in found)
    assert all(first[1] < second[0] for first, second in pairwise(found))
    assert sum((high - low).total_seconds() for low, high in found) == counted(
        open_pairs, datetime(2020, 1, 1), datetime(2030, 1, 1)
    )


@given(pairs, moments, budgets)
def test_the_order_and_the_splitting_of_intervals_do_not_matter(open_pairs, start, seconds):
    halves = [
        piece
        for low, high in reversed(open_pairs)
        for piece in ((low, low + (high - low) / 2), (low + (high - low) / 2, high))
    ]
    assert Hours(halves).deadline(start, seconds) == Hours(open_pairs).deadline(start, seconds)


LUNCH = Hours(days([(9, 12), (13, 17)], [5, 6, 7, 8, 9, 12]))


@pytest.mark.parametrize(
    ("start", "seconds", "deadline"),
    [
        (at(5, 9), 3 * HOUR, at(5, 12)),  # ends exactly at lunch: due at noon, not at one
        (at(5, 9), 3 * HOUR + 1, at(5, 13, 0, 1)),
        (at(5, 12, 30), HOUR, at(5, 14)),  # asked during lunch
        (at(5, 12), 0, at(5, 13)),  # zero snaps to the next opening
        (at(5, 9), 0, at(5, 9)),
        (at(5, 11, 59, 59), 0, at(5, 11, 59, 59)),
        (at(5, 3), 1, at(5, 9, 0, 1)),  # before opening
        (at(9, 17), 1, at(12, 9, 0, 1)),  # Friday evening
        (at(9, 16, 59, 59), 1, at(9, 17)),
        (at(10, 12), 7 * HOUR, at(12, 17)),  # Saturday
        (at(5, 9), 6 * 7 * HOUR, at(12, 17)),  # everything there is
        (at(5, 9), 6 * 7 * HOUR + 1, None),  # one second more than there is
        (at(12, 17), 0, None),
        (datetime(2020, 1, 1), 1, at(5, 9, 0, 1)),
        (datetime(2030, 1, 1), 1, None),
    ],
)
def test_deadlines_around_lunch_and_weekend(start, seconds, deadline):
    assert LUNCH.deadline(start, seconds) == deadline


def test_night_shift_over_midnight_is_one_stretch():
    """Calendars close at 23:59:59.999999 and open at 00:00; the microsecond is not a pause."""
    end_of_day = datetime(2026, 1, 5, 23, 59, 59, 999_999)
    night = Hours([(at(5, 22), end_of_day), (at(6, 0), at(6, 6))])
    assert len(night) == 1
    assert night.deadline(at(5, 22), 2 * HOUR) == at(6, 0)
    assert night.deadline(at(5, 23), 3 * HOUR) == at(6, 2)
    assert night.worked(at(5, 0), at(7, 0)) == 8 * HOUR


def test_several_shifts_with_breaks_between():
    shifts = Hours(days([(6, 9), (10, 14), (15, 22)], [5]))
    assert shifts.deadline(at(5, 6), 3 * HOUR + 60) == at(5, 10, 1)
    assert shifts.worked(at(5, 8), at(5, 16)) == (1 + 4 + 1) * HOUR


def test_a_holiday_is_simply_not_there():
    without_tuesday = Hours(days([(9, 17)], [5, 7]))
    assert without_tuesday.deadline(at(5, 16), 2 * HOUR) == at(7, 10)


def test_an_empty_calendar_never_answers():
    assert Hours().deadline(at(5, 9), 0) is None
    assert Hours().deadline(at(5, 9), 1) is None
    assert Hours().worked(at(5, 9), at(9, 9)) == 0
    assert len(Hours([(at(5, 9), at(5, 9))])) == 0


def test_overlapping_shifts_count_once():
    assert Hours([(at(5, 9), at(5, 13)), (at(5, 12), at(5, 14))]).worked(at(5, 0), at(6, 0)) == 5 * HOUR


def test_a_negative_budget_is_refused():
    with pytest.raises(ValueError, match="-1"):
        LUNCH.deadline(at(5, 9), -1)
