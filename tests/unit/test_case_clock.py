"""Pain 1 and 2 as properties, and the table event x clock as a truth table, without a database."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pure import frontoffice

case = frontoffice("case")
clock = frontoffice("case_clock")
ledger = frontoffice("ledger")
Hours = frontoffice("working_time").Hours

MONDAY = datetime(2026, 1, 5)
HOUR = 3600


def open_hours(days=60):
    """Monday to Friday 8–12 and 13–17."""
    week = [MONDAY + timedelta(days=n) for n in range(days)]
    return Hours([
        (day + timedelta(hours=start), day + timedelta(hours=stop))
        for day in week if day.weekday() < 5 for start, stop in ((8, 12), (13, 17))
    ])


HOURS = open_hours()


def opened(at, target_s):
    due = HOURS.deadline(at, target_s)
    return ledger.Event(1, "opened", at, {"clocks": {"resolution": {
        "target_s": target_s, "due_at": due.isoformat(), "calendar": 1, "tz": "UTC", "version": 1,
    }}})


def after(events):
    return ledger.replay(events, case.Case(), case.step)


def pause(state, at, seq):
    worked = HOURS.worked(state.clocks["resolution"].since, at)
    return ledger.Event(seq, "asked_customer", at, {"clocks": {"resolution": {"worked_s": worked}}})


def resume(state, at, seq):
    due = HOURS.deadline(at, state.clocks["resolution"].remaining_s)
    return ledger.Event(seq, "resumed", at, {"clocks": {"resolution": {"due_at": due.isoformat()}}})


moments = st.integers(0, 13 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@given(st.lists(moments, min_size=3, max_size=9, unique=True), st.integers(1, 60))
def test_pain_1_a_pause_moves_the_due_date_by_its_working_time(times, target_hours):
    """However often it is paused: the due date moves by exactly the working time of the pauses, so a
    pause outside working hours moves it by exactly 0."""
    start, *rest = sorted(times)
    target = target_hours * HOUR
    events = [opened(start, target)]
    plain_due = HOURS.deadline(start, target)
    paused_s = 0
    for begin, end in zip(rest[::2], rest[1::2], strict=False):
        state = after(events)
        if state.clocks["resolution"].due_at < begin:
            break
        events.append(pause(state, begin, len(events) + 1))
        events.append(resume(after(events), end, len(events) + 1))
        paused_s += HOURS.worked(begin, end)
    found = after(events).clocks["resolution"]
    assert HOURS.worked(start, found.due_at) == target + paused_s
    if not paused_s:
        assert HOURS.worked(start, found.due_at) == HOURS.worked(start, plain_due)


@given(st.integers(0, 8), st.integers(1, 900), st.integers(1, 40))
def test_pain_1_a_night_moves_nothing(day, minutes, target_hours):
    """A pause from 17:00 to before 8:00 the next morning, to the second."""
    target = target_hours * HOUR
    start = MONDAY + timedelta(hours=9)
    evening = MONDAY + timedelta(days=day, hours=17)
    morning = evening + timedelta(minutes=min(minutes, 15 * 60))
    events = [opened(start, target)]
    due = after(events).clocks["resolution"].due_at
    if due <= evening:
        return
    events.append(pause(after(events), evening, 2))
    assert after(events).due_at is None
    events.append(resume(after(events), morning, 3))
    assert after(events).clocks["resolution"].due_at == due


START = {"target_s": HOUR, "due_at": "2026-01-05T10:00:00", "calendar": 1, "tz": "UTC", "version": 1}
AT = datetime(2026, 1, 5, 9)
SITUATIONS = {
    "off": clock.Clock(),
    "running": clock.Clock(HOUR, since=AT, due_at=datetime(2026, 1, 5, 10), calendar=1, version=1),
    "paused": clock.Clock(HOUR, worked_s=600, calendar=1, version=1),
    "stopped": clock.Clock(HOUR, worked_s=600, due_at=datetime(2026, 1, 5, 10), stopped_at=AT, calendar=1, version=1),
}
AFTER = {"start": "running", "resume": "running", "pause": "paused", "stop": "stopped", "replan": None}


def expected(kind, name, situation, answered):
    """The table once more, written out as words instead of conditions."""
    wanted = clock.EFFECTS.get(kind, {}).get(name)
    allowed = {
        "start": ("off", "paused", "stopped"), "resume": ("paused", "stopped"), "pause": ("running",),
        "stop": ("running", "paused"), "replan": ("off", "running", "paused"),
    }
    if not wanted or situation not in allowed[wanted]:
        return situation
    if wanted == "resume" and name == "first" and answered:
        return situation
    if wanted == "replan":
        return "running" if situation == "off" else situation
    return AFTER[wanted]


def test_pain_10_truth_table_event_x_clock():
    """Every event, every clock, every situation it may be in, before and after the first answer."""
    checked = 0
    for kind in (*clock.EFFECTS, *clock.SILENT, "something_unknown"):
        for name in clock.NAMES:
            for situation, before in SITUATIONS.items():
                for answered in (False, True):
                    clocks = {other: clock.Clock() for other in clock.NAMES} | {name: before}
                    event = ledger.Event(2, kind, AT, {"clocks": {name: START}, "message": 7})
                    found = clock.advance(clocks, event, answered)
                    assert found[name].state == expected(kind, name, situation, answered), (kind, name, situation)
                    if found[name].state == "stopped" and situation != "stopped":
                        assert found[name].message_id == 7
                    checked += 1
    assert checked == (len(clock.EFFECTS) + len(clock.SILENT) + 1) * 3 * 4 * 2


def test_the_table_names_events_that_exist():
    assert set(clock.EFFECTS) | set(clock.SILENT) <= case.KINDS
    assert not set(clock.EFFECTS) & set(clock.SILENT)


def test_old_ledgers_fold_as_before():
    """Events without clock facts are older than the clocks: they start none and stop none."""
    events = [
        ledger.Event(1, "opened", AT), ledger.Event(2, "replied", AT), ledger.Event(3, "asked_customer", AT),
        ledger.Event(4, "resumed", AT), ledger.Event(5, "resolved", AT, {"level": "first_line"}),
        ledger.Event(6, "reopened", AT),
    ]
    state = after(events)
    assert state.state == "open" and state.reopen_count == 1
    assert state.due_at is None and all(c == clock.Clock() for c in state.clocks.values())


def test_a_merged_case_is_silent_and_comes_back_as_it_was():
    before = after([opened(AT, 4 * HOUR)])
    merged = case.step(before, ledger.Event(2, "merged", AT + timedelta(hours=1), {"into": 9}))
    assert merged.due_at is None
    back = case.step(merged, ledger.Event(3, "unmerged", AT + timedelta(hours=2)))
    assert (back.state, back.clocks) == (before.state, before.clocks)
