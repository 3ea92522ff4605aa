"""Who had a request from when to when, read from its history.

A stint is the time of one department. It ends when the request is ready, handed on, declined or
cancelled; work that was not right goes on in the same stint. Pure: times are naive UTC, working
time is counted by who has a calendar.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from .handoff import Handoff, step

END = {"delivered": "ready", "rerouted": "handed_on", "declined": "declined", "cancelled": "cancelled"}
AGAIN = ("rejected", "reopened")


@dataclass(frozen=True)
class Stint:
    """One department's turn. ``people``: ids of who took it. ``due_at``: as it stood at its end."""

    number: int
    department: int | None
    began: datetime
    ended: datetime | None = None
    how: str = ""
    due_at: datetime | None = None
    worked_s: int = 0
    running: datetime | None = None
    people: tuple = ()
    sender_waits: tuple = field(default=())
    proven: tuple = field(default=())

    @property
    def in_time(self):
        """None while it is open or has no due time; handing on in time is in time."""
        return None if self.ended is None or self.due_at is None else self.ended <= self.due_at


def stints(events):
    """List of stints of effective events in order.

    >>> from types import SimpleNamespace as E
    >>> at = lambda hour: datetime(2026, 1, 5, hour)
    >>> log = [E(kind="sent", at=at(9), payload={"to": 1, "due_at": "2026-01-05T12:00:00"}, actor_id=7),
    ...        E(kind="accepted", at=at(10), payload={}, actor_id=8),
    ...        E(kind="rerouted", at=at(11), payload={"to": 2, "due_at": "2026-01-05T15:00:00"}, actor_id=8),
    ...        E(kind="accepted", at=at(12), payload={}, actor_id=9),
    ...        E(kind="delivered", at=at(16), payload={}, actor_id=9)]
    >>> [(s.department, s.began.hour, s.ended.hour, s.how, s.in_time, s.people) for s in stints(log)]
    [(1, 9, 11, 'handed_on', True, (8,)), (2, 11, 16, 'ready', False, (9,))]
    """
    result, state, opened = [], Handoff(), None
    for event in events:
        before, state = state, step(state, event)
        if event.kind in ("sent", "rerouted"):
            if result and not result[-1].ended:
                result[-1] = _ended(result[-1], event, before)
            number = (result[-1].number + 1) if result else 1
            result.append(Stint(number, event.payload.get("to"), event.at, due_at=state.due_at, running=event.at))
        elif result:
            result[-1], opened = _lived(result[-1], event, before, state, opened)
    return result


def _lived(stint, event, before, state, opened):
    """The stint after one more event of its own, and since when it waits: (kind, from) or None."""
    stint = replace(stint, running=state.running_since, worked_s=state.used_s, due_at=state.due_at or stint.due_at)
    if event.kind in AGAIN:
        wait = (stint.ended, event.at)
        return replace(stint, ended=None, how="", sender_waits=(*stint.sender_waits, wait)), None
    if opened and event.kind != "replanned":
        kind, since = opened
        stint = replace(stint, **{kind: (*getattr(stint, kind), (since, event.at))})
        opened = None
    if event.kind == "accepted" and event.actor_id not in stint.people:
        stint = replace(stint, people=(*stint.people, event.actor_id))
    if event.kind in END and event.kind != "rerouted":
        return _ended(stint, event, state), None
    if not state.running_since and (before.running_since or event.kind == "returned"):
        opened = ("sender_waits" if event.kind == "returned" else "proven", event.at)
    return stint, opened


def _ended(stint, event, state):
    if event.kind == "delivered":
        worked = event.payload.get("total_s")
        stint = replace(stint, worked_s=worked if worked is not None else stint.worked_s, running=None)
    elif state.running_since:
        stint = replace(stint, running=state.running_since, worked_s=state.used_s)
    return replace(stint, ended=event.at, how=END[event.kind])
