"""What was manageable at a moment of the past, against the plain definition."""

from datetime import datetime, timedelta

import pure
from hypothesis import given
from hypothesis import strategies as st

known_then = pure.frontoffice("experience").known_then
START = datetime(2026, 1, 1)
HOURS = st.integers(0, 400).map(lambda hours: START + timedelta(hours=6 * hours))


def _plainly(done, moment, days, fewest):
    known = sorted(hours for at, hours in done if moment - timedelta(days=days) <= at < moment)
    if len(known) < fewest:
        return None
    rank = 0.8 * (len(known) - 1)
    low = int(rank)
    return known[low] + (rank - low) * (known[min(low + 1, len(known) - 1)] - known[low])


@given(
    st.lists(st.tuples(HOURS, st.integers(0, 50).map(float)), max_size=60), st.lists(HOURS, max_size=20),
    st.integers(1, 40), st.integers(1, 8),
)
def test_as_known_then_and_no_later(done, asked, days, fewest):
    assert known_then(done, asked, days, fewest) == {
        moment: _plainly(done, moment, days, fewest) for moment in asked
    }
