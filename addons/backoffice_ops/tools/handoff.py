"""A request to a department, folded from its ledger.

Clocks: the delivery clock runs on the receiver's working time. Only a return that is the sender's
fault and a pause with evidence stop it; the stopping event carries ``worked_s``, the working
seconds of the segment it closes, and the starting event carries ``due_at``. So replaying adds and
compares, and never looks into a calendar. All times are naive UTC. Due exactly now is in time.
"""

from dataclasses import dataclass, replace
from datetime import datetime

#: (state, kind) -> next state
MOVES = {
    ("draft", "sent"): "sent",
    ("draft", "cancelled"): "cancelled",
    ("sent", "accepted"): "accepted",
    ("sent", "returned"): "returned",
    ("sent", "declined"): "declined",
    ("sent", "cancelled"): "cancelled",
    ("returned", "resent"): "sent",
    ("returned", "cancelled"): "cancelled",
    ("declined", "rerouted"): "sent",
    ("declined", "cancelled"): "cancelled",
    ("accepted", "started"): "in_progress",
    ("paused", "resumed"): "in_progress",
    ("delivered", "confirmed"): "done",
    ("delivered", "rejected"): "in_progress",
    ("done", "reopened"): "in_progress",
}
WORKING = ("accepted", "in_progress", "paused")
MOVES |= {
    (state, kind): target
    for state in WORKING
    for kind, target in (
        ("returned", "returned"), ("delivered", "delivered"),
        ("rerouted", "sent"), ("cancelled", "cancelled"),
    )
}
MOVES |= {("accepted", "paused"): "paused", ("in_progress", "paused"): "paused"}
MOVES |= {(s, "replanned"): s for s in ("sent", *WORKING)}
# who has it changes, its clock does not; given back it waits for somebody to take it again
MOVES |= {(s, kind): s for s in ("sent", *WORKING, "returned") for kind in ("claimed", "passed")}
MOVES |= {(s, "released"): "sent" for s in ("sent", "accepted", "in_progress")}
KINDS = {kind for _state, kind in MOVES}
OPEN = ("sent", *WORKING, "returned", "declined")
COLUMNS = {
    "sent": "to_accept", "accepted": "in_work", "in_progress": "in_work", "paused": "waiting",
    "returned": "waiting", "declined": "waiting", "delivered": "ready", "done": "done",
}


class IllegalMove(ValueError):
    """Same contract as the front office's: names the state and the event."""

    def __init__(self, state, kind):
        super().__init__(f"{kind} is not possible in state {state}")
        self.state = state
        self.kind = kind


@dataclass(frozen=True)
class Handoff:
    """The folded state of one request."""

    state: str = "draft"
    stint: int = 0
    sent_at: datetime | None = None
    accept_due_at: datetime | None = None
    due_at: datetime | None = None
    sender_due_at: datetime | None = None
    deliver_s: int = 0
    used_s: int = 0
    running_since: datetime | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    final_at: datetime | None = None
    done_at: datetime | None = None
    confirm_due_at: datetime | None = None
    auto_done: bool = False
    cancelled_at: datetime | None = None
    declined_at: datetime | None = None
    waiting_reason: str | None = None
    resume_due_at: datetime | None = None
    return_count: int = 0
    sender_return_count: int = 0
    rework_count: int = 0
    reopen_count: int = 0
    worked_s: int | None = None

    @property
    def remaining_s(self) -> int:
        """Working seconds of the budget not used by closed segments."""
        return max(self.deliver_s - self.used_s, 0)


def moment(value):
    """ISO text of a payload to a naive UTC datetime, None stays None."""
    return datetime.fromisoformat(value) if value else None


def _start(h, e):
    """The clock starts, or starts again, with the due time the event brings."""
    return replace(
        h, running_since=e.at, due_at=moment(e.payload.get("due_at")) or h.due_at,
        accept_due_at=moment(e.payload.get("accept_due_at")) or h.accept_due_at, sender_due_at=None,
    )


def _stop(h, e):
    """The clock stops; nothing is due from the department until it starts again."""
    return replace(
        h, used_s=h.used_s + (e.payload.get("worked_s") or 0), running_since=None, due_at=None,
        sender_due_at=moment(e.payload.get("sender_due_at")),
    )


def _stops(e):
    return e.payload.get("worked_s") is not None


def _sent(h, e):
    h = replace(h, stint=1, sent_at=e.at, deliver_s=e.payload.get("deliver_s") or 0, used_s=0)
    return _start(h, e)


def _accepted(h, e):
    return replace(h, accepted_at=h.accepted_at or e.at)


def _returned(h, e):
    h = replace(h, return_count=h.return_count + 1)
    if e.payload.get("fault") == "sender":
        h = replace(h, sender_return_count=h.sender_return_count + 1)
    h = replace(h, accepted_at=None, waiting_reason=None)
    return _stop(h, e) if _stops(e) else h


def _restarted(h, e):
    return _start(h, e) if h.running_since is None else replace(
        h, accept_due_at=moment(e.payload.get("accept_due_at")) or h.accept_due_at)


def _paused(h, e):
    h = replace(h, waiting_reason=e.payload.get("reason"), resume_due_at=moment(e.payload.get("resume_at")))
    return _stop(h, e) if _stops(e) else h


def _resumed(h, e):
    h = replace(h, waiting_reason=None)
    return _start(h, e) if h.running_since is None else h


def _rerouted(h, e):
    """A new stint is a new clock; the old one is superseded."""
    h = replace(
        h, stint=h.stint + 1, used_s=0, deliver_s=e.payload.get("deliver_s") or h.deliver_s,
        accepted_at=None, declined_at=None, waiting_reason=None,
    )
    return _start(h, e)


def _delivered(h, e):
    return replace(
        h, delivered_at=e.at, final_at=e.at, waiting_reason=None,
        due_at=moment(e.payload.get("due_at")) or h.due_at,
        confirm_due_at=moment(e.payload.get("confirm_due_at")), worked_s=e.payload.get("total_s"),
    )


def _rejected(h, e):
    return replace(
        h, final_at=None, confirm_due_at=None, rework_count=h.rework_count + 1, worked_s=None,
        running_since=h.running_since or e.at,
    )


def _confirmed(h, e):
    return replace(h, done_at=e.at, auto_done=bool(e.payload.get("auto")), confirm_due_at=None)


def _reopened(h, e):
    return replace(
        h, done_at=None, final_at=None, auto_done=False, reopen_count=h.reopen_count + 1,
        worked_s=None, running_since=h.running_since or e.at,
    )


def _declined(h, e):
    """Nobody works on it: the clock of this stint ends, its due time stands until rerouted."""
    return replace(h, declined_at=e.at)


def _released(h, e):
    return replace(h, accepted_at=None)


def _cancelled(h, e):
    return replace(h, cancelled_at=e.at, running_since=None)


def _replanned(h, e):
    return replace(
        h, due_at=moment(e.payload.get("due_at")) or h.due_at,
        accept_due_at=moment(e.payload.get("accept_due_at")) or h.accept_due_at,
    )


APPLY = {
    "sent": _sent, "accepted": _accepted, "returned": _returned, "resent": _restarted,
    "paused": _paused, "resumed": _resumed, "rerouted": _rerouted, "delivered": _delivered,
    "rejected": _rejected, "confirmed": _confirmed, "reopened": _reopened, "declined": _declined,
    "cancelled": _cancelled, "replanned": _replanned, "released": _released,
}


def step(handoff, event):
    """One event applied; unknown kinds change nothing. Raises IllegalMove.

    >>> from types import SimpleNamespace as E
    >>> day = datetime(2026, 1, 5, 9)
    >>> h = step(Handoff(), E(kind="sent", at=day, payload={"due_at": "2026-01-06T09:00:00"}))
    >>> h.state, h.due_at.day
    ('sent', 6)
    >>> step(h, E(kind="confirmed", at=day, payload={}))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    IllegalMove: confirmed is not possible in state sent
    """
    if event.kind not in KINDS:
        return handoff
    if (handoff.state, event.kind) not in MOVES:
        raise IllegalMove(handoff.state, event.kind)
    apply = APPLY.get(event.kind)
    after = apply(handoff, event) if apply else handoff
    state = MOVES[handoff.state, event.kind]
    return replace(after, state=state, resume_due_at=after.resume_due_at if state == "paused" else None)


def in_time(handoff) -> bool | None:
    """Whether the last delivery that was not rejected met its due time; None while there is none."""
    if handoff.final_at is None or handoff.due_at is None:
        return None
    return handoff.final_at <= handoff.due_at


def counts(handoff, as_of) -> bool:
    """Whether the request is in the denominator of "on time" as of a moment."""
    if handoff.due_at is None or handoff.due_at > as_of:
        return False
    return not (handoff.cancelled_at and handoff.cancelled_at <= handoff.due_at)
