"""Properties of time budgets, of the parts of a delay, of bundles and of the history of a request."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pure
import pytest
from hypothesis import given
from hypothesis import strategies as st

relay, delay, bundle = pure.backoffice("relay"), pure.backoffice("delay"), pure.backoffice("bundle")
stints, example = pure.backoffice("stints"), pure.backoffice("worked_example")
MONDAY = datetime(2026, 1, 5, 8)


@st.composite
def dags(draw, most=7):
    """Steps of which each waits only for earlier ones."""
    size = draw(st.integers(1, most))
    return [
        (key, tuple(draw(st.sets(st.integers(1, key - 1), max_size=3)) if key > 1 else ()))
        for key in range(1, size + 1)
    ]


def ways(graph):
    """Every way from a first to a last step."""
    after = dict(graph)
    last = [key for key in after if not any(key in others for others in after.values())]

    def back(key):
        return [[*way, key] for other in after[key] for way in back(other)] or [[key]]

    return [way for key in last for way in back(key)]


@given(dags(), st.lists(st.integers(1, 10**6), min_size=7, max_size=7), st.integers(-1000, 10**7))
def test_budgets_never_add_up_to_more_than_the_customer_has(graph, usual, left):
    steps = [relay.Step(key, usual[key - 1], after=after) for key, after in graph]
    plan = relay.split(steps, left)
    shares = relay.shares(plan)
    need = {step.key: step.need_s for step in steps}
    longest = max(ways(graph), key=lambda way: sum(need[key] for key in way))
    for way in ways(graph):
        assert sum(shares[key] for key in way) <= max(left, 0)
    assert sum(shares[key] for key in longest) == max(left, 0)
    for key, after in graph:
        assert all(plan[other][1] <= plan[key][0] + len(graph) for other in after)


@given(st.lists(st.integers(60, 10**5), min_size=2, max_size=6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_early_passes_on_and_late_is_eaten(usual, left, took):
    """In a row of steps the rest that the first leaves is the rest the others share, to the second."""
    steps = [relay.Step(n, seconds, after=(n - 1,) if n else ()) for n, seconds in enumerate(usual)]
    before = relay.shares(relay.split(steps, left))
    after = relay.shares(relay.split(steps[1:], left - took))
    assert sum(after.values()) == max(left - took, 0)
    change = sum(relay.moved(before, after).values())
    assert change == max(left - took, 0) - (left - before[0])
    if took < before[0]:
        assert change > 0
    if took > before[0]:
        assert change <= 0


@given(dags(), st.lists(st.integers(1, 10**5), min_size=7, max_size=7), st.integers(0, 10**6), st.data())
def test_what_runs_keeps_its_end_and_the_rest_shares_what_is_left(graph, usual, left, data):
    running = {key for key, after in graph if not after and data.draw(st.booleans())}
    until = {key: data.draw(st.integers(-1000, left)) for key in running}
    steps = [relay.Step(key, usual[key - 1], after, until.get(key)) for key, after in graph]
    plan = relay.split(steps, left)
    for key in running:
        assert plan[key] == (0, max(until[key], 0))
    shares = relay.shares(plan)
    for way in ways(graph):
        assert sum(shares[key] for key in way) <= left
        assert plan[way[-1]][1] <= left


def test_two_departments_share_by_what_they_usually_take():
    steps = [relay.Step(1, 3600), relay.Step(2, 3 * 3600, after=(1,))]
    assert relay.shares(relay.split(steps, 8 * 3600)) == {1: 2 * 3600, 2: 6 * 3600}


@given(dags())
def test_a_loop_is_found_and_named(graph):
    after = dict(graph)
    last = max(after)
    after[1] = (*after[1], last)
    if last != 1 and not any(1 in way and last in way for way in ways(graph)):
        return
    with pytest.raises(relay.Cycle) as found:
        relay.ordered(after)
    loop = found.value.steps
    for step, other in zip(loop, [*loop[1:], loop[0]], strict=True):
        assert other in after[step]


amounts = st.integers(0, 10**6)


@given(st.integers(-100, 10**6), amounts, st.lists(amounts, max_size=5), amounts, amounts)
def test_parts_of_a_delay_add_up_exactly(late, early, overruns, idle, proven):
    parts = delay.split(late, early, list(enumerate(overruns)), idle, proven)
    assert sum(part.seconds for part in parts) == max(late, 0)
    assert all(part.seconds > 0 for part in parts)
    assert [delay.SIDES.index(p.side) for p in parts] == sorted(delay.SIDES.index(p.side) for p in parts)
    whole = delay.minutes(parts)
    assert sum(whole) == (max(late, 0) + 30) // 60
    assert all(minutes >= 0 for minutes in whole)
    asked = {"external": early, "interactive": idle, "customer": proven}
    for part in parts:
        assert part.seconds <= (overruns[part.key] if part.side == "internal" else asked.get(part.side, late))


@given(dags(), st.lists(st.integers(1, 90), min_size=7, max_size=7), st.data())
def test_a_bundle_is_ready_when_its_longest_way_is(graph, hours, data):
    done = data.draw(st.integers(0, len(graph)))
    took = {key: timedelta(hours=hours[key - 1]) for key, _after in graph}
    steps, ends = [], {}
    for key, after in graph:
        began = max((ends[other] for other in after), default=MONDAY)
        ends[key] = began + took[key]
        steps.append(bundle.Step(key, after, began, ends[key]) if key <= done else bundle.Step(key, after))
    now = max((ends[key] for key in range(1, done + 1)), default=MONDAY)
    lines = bundle.forecast(steps, now, lambda key, start: start + took[key])
    for step in steps:
        assert lines[step.key].start <= lines[step.key].stop
        assert all(lines[other].stop <= lines[step.key].start for other in step.after)
    way = bundle.critical(steps, lines)
    assert lines[way[-1]].stop == max(line.stop for line in lines.values())
    assert all(a in dict(graph)[b] for a, b in zip(way, way[1:], strict=False))
    if done < len(graph) and way[-1] > done:
        later = bundle.forecast(
            steps, now, lambda key, start: start + took[key] + timedelta(hours=key == way[-1])
        )
        assert max(line.stop for line in later.values()) == lines[way[-1]].stop + timedelta(hours=1)


def log(*events):
    return [
        SimpleNamespace(kind=kind, at=MONDAY + timedelta(hours=hour), payload=payload, actor_id=hour)
        for hour, kind, payload in events
    ]


def test_stints_tell_waits_apart():
    """A send-back by our fault waits for the front office, a proven pause for somebody else."""
    [stint] = stints.stints(log(
        (0, "sent", {"to": 5, "due_at": "2026-01-06T08:00:00", "deliver_s": 3600}),
        (1, "accepted", {}), (2, "returned", {"fault": "sender", "worked_s": 7200}),
        (4, "resent", {"due_at": "2026-01-06T10:00:00"}), (5, "accepted", {}),
        (6, "paused", {"evidence": True, "worked_s": 100}), (9, "resumed", {"due_at": "2026-01-06T12:00:00"}),
        (10, "paused", {"evidence": False}), (11, "resumed", {}), (12, "delivered", {"total_s": 9000}),
    ))
    hour = timedelta(hours=1)
    assert stint.sender_waits == ((MONDAY + 2 * hour, MONDAY + 4 * hour),)
    assert stint.proven == ((MONDAY + 6 * hour, MONDAY + 9 * hour),)
    assert (stint.worked_s, stint.how, stint.in_time, stint.people) == (9000, "ready", True, (1, 5))


def test_done_again_stays_one_stint_that_waited_for_the_sender():
    [stint] = stints.stints(log(
        (0, "sent", {"to": 5, "due_at": "2026-01-05T10:00:00"}), (1, "accepted", {}),
        (2, "delivered", {"total_s": 5}), (4, "rejected", {}), (6, "delivered", {"total_s": 9}),
    ))
    assert stint.sender_waits == ((MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=4)),)
    assert (stint.ended, stint.in_time) == (MONDAY + timedelta(hours=6), False)


@given(st.integers(0, 200), st.integers(0, 60 * 60))
def test_what_is_counted_is_what_was_asked(start, seconds):
    days = [(MONDAY + timedelta(days=n), MONDAY + timedelta(days=n, hours=8)) for n in range(20)]
    spans = example.counted(days, MONDAY + timedelta(hours=start), seconds)
    assert sum((stop - begin).total_seconds() for begin, stop in spans) == seconds
