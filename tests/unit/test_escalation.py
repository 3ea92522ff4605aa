"""Steps of reminders and quiet hours, for every calendar and every moment."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pure import backoffice, frontoffice

ladder = backoffice("escalation")
Hours = frontoffice("working_time").Hours
START = datetime(2026, 1, 5)

shifts = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 12)), min_size=1, max_size=12)
moments = st.integers(0, 220).map(lambda half: START + timedelta(minutes=30 * half))
steps = st.integers(-40, 40).map(lambda half: half * 1800)


def open_hours(pairs):
    return Hours((START + timedelta(hours=start), START + timedelta(hours=start + length)) for start, length in pairs)


def left(hours, now, due):
    """Working seconds left, negative when late."""
    return hours.worked(now, due) if due >= now else -hours.worked(due, now)


@given(shifts, moments, steps, moments)
def test_one_frontier_answers_for_every_due_time(pairs, now, offset, due):
    hours = open_hours(pairs)
    frontier = ladder.frontier(hours, now, offset)
    if frontier is not None:
        assert (due <= frontier) == ladder.reached(offset, left(hours, now, due))


@given(shifts, moments, steps)
def test_no_frontier_means_the_range_is_too_short(pairs, now, offset):
    hours = open_hours(pairs)
    if ladder.frontier(hours, now, offset) is None:
        first, last = min(start for start, _stop in hours), max(stop for _start, stop in hours)
        side = hours.worked(min(first, now), now) if offset > 0 else hours.worked(now, max(last, now))
        assert side < abs(offset) or not offset


@given(st.integers(1, 400), st.floats(1, 400), st.floats(1, 400))
def test_a_larger_share_is_never_reached_earlier(budget, one, two):
    low, high = sorted((one, two))
    assert ladder.offset("percent", low, budget * 60) <= ladder.offset("percent", high, budget * 60)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.integers(0, 23), st.integers(0, 23),
    st.sets(st.integers(0, 6)),
)
def test_nobody_is_told_at_night_or_on_a_day_off(now, begin, end, weekdays):
    works = lambda day: day.weekday() in weekdays  # noqa: E731
    moment = ladder.waking(now, begin, end, works)
    assert moment >= now
    assert not ladder.is_quiet(moment.hour + moment.minute / 60, begin, end)
    assert works(moment.date()) or not weekdays
    if works(now.date()) and not ladder.is_quiet(now.hour + now.minute / 60 + now.second / 3600, begin, end):
        assert moment == now, "by day nothing waits"


def test_a_long_leave_ends_one_day():
    away = lambda day: day > date(2026, 1, 30)  # noqa: E731
    assert ladder.waking(datetime(2026, 1, 5, 9), 18, 7, away) == datetime(2026, 1, 31, 7)
