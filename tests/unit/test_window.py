"""Windows taken apart into months and days: every day once, over many windows."""

from collections import Counter
from datetime import date, timedelta

import pure
from hypothesis import given
from hypothesis import strategies as st

window = pure.triangle("window")
days = st.dates(min_value=date(2023, 12, 1), max_value=date(2026, 3, 31))


def covered(lines):
    """{day: how often it is counted}, zeros left out."""
    found = Counter()
    for sign, level, first, last in lines:
        last = window.month_end(last) if level == window.MONTH else last
        for i in range((last - first).days + 1):
            found[first + timedelta(days=i)] += sign
    return {day: count for day, count in found.items() if count}


@given(days, st.integers(min_value=-3, max_value=800))
def test_every_day_of_a_window_is_counted_once(first, length):
    last = first + timedelta(days=length)
    wanted = {first + timedelta(days=i): 1 for i in range(length + 1)}
    assert covered((1, *line) for line in window.segments(first, last)) == wanted
    assert covered(window.shortest(first, last)) == wanted


@given(days, st.integers(min_value=0, max_value=800))
def test_the_shortest_way_never_looks_at_more_days(first, length):
    last = first + timedelta(days=length)
    looked = [sum((b - a).days + 1 for level, a, b in (line[-3:] for line in lines) if level == window.DAY)
              for lines in (window.shortest(first, last), window.segments(first, last))]
    assert looked[0] <= looked[1]
    assert looked[0] <= 31
