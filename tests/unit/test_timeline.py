"""Paging through many lists gives every line once and in order; moods stay between 0 and 100."""

from datetime import datetime, timedelta

import pure
from hypothesis import given
from hypothesis import strategies as st

timeline = pure.frontoffice("timeline")
mood = pure.frontoffice("mood")
START = datetime(2026, 1, 1)

sources = st.dictionaries(
    st.sampled_from(["case", "goodwill", "interaction", "promise"]),
    st.dictionaries(st.integers(1, 50), st.integers(0, 6), max_size=12), max_size=4,
)


def lines_of(code, rows, cursor, limit):
    """What a database would answer: lines after the cursor, newest first."""
    lines = [{"at": START + timedelta(hours=hour), "source": code, "id": key} for key, hour in rows.items()]
    lines = [line for line in lines if cursor is None or timeline.order(line) < cursor]
    return sorted(lines, key=timeline.order, reverse=True)[:limit]


@given(sources, st.integers(1, 5))
def test_every_line_once_and_in_order(sources, limit):
    cursor, seen = None, []
    while True:
        page, cursor = timeline.merge([lines_of(c, r, cursor, limit + 1) for c, r in sources.items()], limit)
        seen += page
        if cursor is None:
            break
        assert len(page) == limit
        cursor = timeline.read_cursor(timeline.write_cursor(cursor))
    assert len(seen) == sum(len(rows) for rows in sources.values())
    keys = [timeline.order(line) for line in seen]
    assert keys == sorted(set(keys), reverse=True)


@given(
    st.dictionaries(st.sampled_from(mood.DRIVERS), st.none() | st.floats(-1, 1)),
    st.dictionaries(st.sampled_from(mood.DRIVERS), st.floats(0, 10)),
)
def test_the_mood_is_explained_completely(drivers, weights):
    value, parts = mood.mood(drivers, weights)
    if value is None:
        assert not parts
    else:
        assert 0 <= value <= 100
        assert abs(max(0, min(100, 50 + sum(parts.values()))) - value) < 1e-6


@given(st.integers(0, 50), st.integers(0, 50))
def test_one_more_kept_promise_never_lowers_it(kept, broken):
    before = mood.kept(kept, kept + broken)
    assert before is None or mood.kept(kept + 1, kept + broken + 1) >= before
