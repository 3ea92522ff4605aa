"""Time out of order, against a count of single hours."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

downtime = triangle("downtime").downtime
DAY = datetime(2026, 3, 9)
SPANS = st.lists(st.tuples(st.integers(-30, 60), st.one_of(st.none(), st.integers(-30, 60))), max_size=12)


def _at(hour):
    return None if hour is None else DAY + timedelta(hours=hour)


@given(SPANS, st.integers(-10, 40), st.integers(-10, 40))
def test_as_many_hours_as_lie_in_one_of_them(spans, start, stop):
    found = downtime([(_at(begun), _at(ended)) for begun, ended in spans], _at(start), _at(stop))
    inside = sum(
        any(begun <= hour and (ended is None or hour < ended) for begun, ended in spans) for hour in range(start, stop)
    )
    assert found == timedelta(hours=inside)


@given(SPANS, st.integers(0, 30))
def test_two_halves_are_the_whole(spans, middle):
    moments = [(_at(begun), _at(ended)) for begun, ended in spans]
    halves = downtime(moments, DAY, _at(middle)) + downtime(moments, _at(middle), _at(30))
    assert halves == downtime(moments, DAY, _at(30))
