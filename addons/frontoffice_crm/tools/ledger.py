"""An append-only ledger: events, their hash chain, and the fold that turns them into a state.

Pure: sees no database, no calendar and no clock. Times are naive UTC in whole seconds.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

GENESIS = "0" * 64
UNDONE = "undone"


class IllegalMove(ValueError):
    """A transition the state machine does not know: names the state and the event."""

    def __init__(self, state: str, kind: str):
        super().__init__(f"{kind} is not possible in state {state}")
        self.state = state
        self.kind = kind


@dataclass(frozen=True)
class Event:
    """One line of a ledger. ``at`` is business time, ``recorded_at`` the server's."""

    seq: int
    kind: str
    at: datetime
    payload: dict = field(default_factory=dict)
    recorded_at: datetime | None = None
    actor_id: int = 0


def canonical(owner: str, event: Event) -> bytes:
    """The bytes an event is hashed by: sorted JSON, so that key order does not matter.

    >>> e = Event(1, "sent", datetime(2026, 1, 5, 9), {"b": 1, "a": 2}, datetime(2026, 1, 5, 9))
    >>> canonical("x,1", e) == canonical("x,1", Event(**{**vars(e), "payload": {"a": 2, "b": 1}}))
    True
    """
    content = [
        owner,
        event.seq,
        event.kind,
        event.at.isoformat(),
        event.recorded_at.isoformat() if event.recorded_at else None,
        event.actor_id,
        event.payload or {},
    ]
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def chain(previous: str, owner: str, event: Event) -> str:
    """Running hash: SHA-256 over the previous hash and the event's canonical bytes."""
    return hashlib.sha256((previous or GENESIS).encode() + canonical(owner, event)).hexdigest()


def broken_at(owner: str, lines: Iterable[tuple[Event, str]]) -> int | None:
    """Sequence number of the first line whose hash does not follow, None when all do.

    >>> e = Event(1, "made", datetime(2026, 1, 5))
    >>> broken_at("p,1", [(e, chain("", "p,1", e))]) is None
    True
    >>> broken_at("p,1", [(e, "f" * 64)])
    1
    """
    previous = GENESIS
    for expected_seq, (event, digest) in enumerate(lines, start=1):
        if event.seq != expected_seq or chain(previous, owner, event) != digest:
            return event.seq
        previous = digest
    return None


def effective(events: Iterable[Event]) -> list[Event]:
    """Events that count, in fold order (at, seq): an undone event and its undoing are left out.

    >>> day = datetime(2026, 1, 5)
    >>> log = [Event(1, "sent", day), Event(2, "accepted", day), Event(3, "undone", day, {"seq": 2})]
    >>> [e.kind for e in effective(log)]
    ['sent']
    """
    events = list(events)
    undone = {e.payload.get("seq") for e in events if e.kind == UNDONE}
    kept = [e for e in events if e.kind != UNDONE and e.seq not in undone]
    return sorted(kept, key=lambda e: (e.at, e.seq))


def replay(events: Iterable[Event], start, step: Callable):
    """Fold the effective events over ``start`` with ``step(state, event) -> state``.

    Raises IllegalMove from ``step``; a step ignores kinds it does not know, because the addon
    that wrote them may be gone.
    """
    state = start
    for event in effective(events):
        state = step(state, event)
    return state


def moment(value) -> datetime | None:
    """ISO text of a payload back to a naive UTC datetime.

    >>> moment("2026-01-05T09:00:00")
    datetime.datetime(2026, 1, 5, 9, 0)
    >>> moment(None) is None
    True
    """
    return datetime.fromisoformat(value) if isinstance(value, str) and value else value or None
