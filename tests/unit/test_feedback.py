"""The budget of one person and the scores of surveys, over many cases."""

from datetime import datetime, timedelta

import pure
from hypothesis import given
from hypothesis import strategies as st

feedback = pure.frontoffice("feedback")
NOW = datetime(2026, 5, 1)


@given(st.lists(st.integers(0, 60 * 24 * 90)), st.integers(0, 4), st.integers(1, 60))
def test_nobody_is_asked_more_often_than_the_budget(minutes, count, days):
    """Asking whenever it is allowed never puts more than ``count`` into any window of ``days``."""
    asked = []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        if not feedback.refusal(asked, now, count, days):
            asked.append(now)
    for start in asked:
        window = [at for at in asked if start <= at < start + timedelta(days=days)]
        assert len(window) <= count


@given(st.text(max_size=20), st.integers(0, 100), st.integers(0, 100))
def test_a_larger_sample_keeps_everybody_of_the_smaller(key, low, high):
    low, high = sorted((low, high))
    assert not feedback.sampled(key, low) or feedback.sampled(key, high)


@given(st.dictionaries(st.sampled_from([f"{d}_{s}" for d in feedback.DIMENSIONS for s in "ep"]), st.integers(1, 7)))
def test_the_gap_lies_between_its_dimensions(answers):
    gaps = feedback.rater_gaps(answers)
    score = feedback.score(feedback.RATER, answers)
    if not gaps:
        assert score is None
    else:
        assert min(gaps.values()) - 1e-9 <= score <= max(gaps.values()) + 1e-9


@given(st.sampled_from(["nps", "ces", "csat"]), st.integers(0, 10), st.integers(0, 10))
def test_a_better_score_is_never_a_worse_verdict(instrument, a, b):
    rank = {"bad": 0, "middling": 1, "good": 2}
    a, b = sorted((a, b))
    assert rank[feedback.classify(instrument, a)] <= rank[feedback.classify(instrument, b)]
