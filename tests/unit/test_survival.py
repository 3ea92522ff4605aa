"""Times with some still running, against statsmodels and against what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

survival = triangle("survival")

TIMES = st.lists(st.integers(1, 40), max_size=40)


@given(TIMES, TIMES)
def test_as_statsmodels(closed, still_open):
    curves = pytest.importorskip("statsmodels.duration.survfunc")
    steps = survival.survival(closed, still_open)
    if not closed:
        assert not steps
        return
    theirs = curves.SurvfuncRight([*closed, *still_open], [1] * len(closed) + [0] * len(still_open))
    assert [time for time, _share in steps] == list(theirs.surv_times)
    assert [share for _time, share in steps] == pytest.approx(list(theirs.surv_prob), abs=1e-12)


@given(TIMES, TIMES, st.sampled_from([0.5, 0.8, 0.9]))
def test_open_ones_never_make_it_faster(closed, still_open, share):
    alone, counted_in = survival.quantile(closed, [], share), survival.quantile(closed, still_open, share)
    assert (alone is None) == (not closed)
    assert counted_in is None or counted_in >= alone


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_without_open_ones_it_is_the_plain_quantile(closed):
    ranked = sorted(closed)
    assert survival.quantile(closed, [], 0.5) == ranked[(len(ranked) + 1) // 2 - 1]
