"""How far groups are apart: invariants that hold for any groups."""

import math

from hypothesis import assume, given
from hypothesis import strategies as st
from pure import triangle

parity = triangle("parity")

cells = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda pair: (min(pair), max(pair)))
channels = st.dictionaries(st.sampled_from(["counter", "mail", "phone"]), cells, min_size=1)
groups = st.dictionaries(st.sampled_from("abcd"), channels, max_size=4)


@given(groups)
def test_the_gap_is_a_share_between_the_groups_named(found):
    far = parity.gap(found)
    big = [name for name, group in found.items() if sum(n for _k, n in group.values()) >= parity.FEWEST]
    assert (far is None) == (len(big) < 2)
    if far:
        assert 0 <= far[0] <= 1
        assert {far[1], far[2]} <= set(big)


@given(cells, cells)
def test_one_channel_is_the_plain_difference(one, two):
    assume(one[1] >= parity.FEWEST and two[1] >= parity.FEWEST)
    far = parity.gap({"a": {"counter": one}, "b": {"counter": two}})
    assert math.isclose(far[0], abs(one[0] / one[1] - two[0] / two[1]), abs_tol=1e-12)


@given(st.integers(30, 60))
def test_the_mix_of_channels_makes_no_gap(n):
    """Both groups are served alike on each channel; one comes more by the slow one."""
    found = {"a": {"counter": (n, n), "mail": (n // 2, n // 2 * 2)}, "b": {"counter": (9, 9), "mail": (n, n * 2)}}
    assert parity.gap(found)[0] < 1e-12


def test_the_interval_is_the_same_every_time():
    found = {"a": {"counter": (40, 50)}, "b": {"counter": (30, 50), "mail": (1200, 2000)}}
    first = parity.interval(found)
    assert first == parity.interval(found)
    assert first[0] < parity.gap(found)[0] < first[1]
