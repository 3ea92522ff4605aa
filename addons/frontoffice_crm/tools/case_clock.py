"""The three clocks of a case, folded from its ledger. Times are naive UTC, budgets whole seconds.

Replaying needs no calendar: an event that closes a segment carries its working seconds
(``worked_s``), one that starts or moves a clock carries ``due_at``. No sum of "time on hold" is kept
anywhere: a due date is always planned from the end of the last pause with what is left.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from .ledger import Event, moment

NAMES = ("first", "next", "resolution")
#: event -> {clock: effect}. What is not listed changes no clock. Shown to admins as it stands here.
EFFECTS = {
    "opened": {"first": "start", "resolution": "start"},
    "replied": {"first": "stop", "next": "stop"},
    "customer_wrote": {"next": "start"},
    "asked_customer": {"resolution": "pause"},
    "asked_backoffice": {"resolution": "resume"},
    "resumed": {"resolution": "resume"},
    "resolved": {"first": "stop", "next": "stop", "resolution": "stop"},
    "reopened": {"first": "resume", "resolution": "resume"},
    "cancelled": {"first": "stop", "next": "stop", "resolution": "stop"},
    "replanned": {"first": "replan", "next": "replan", "resolution": "replan"},
}
#: listed so that the table answers for every event, also for those that touch no clock
SILENT = ("acknowledged", "taken", "suggested", "dismissed", "closed", "merged", "unmerged", "split")


@dataclass(frozen=True)
class Clock:
    """One clock: off (no target), running, paused or stopped."""

    target_s: int | None = None
    worked_s: int = 0  # closed segments
    since: datetime | None = None  # start of the running segment
    due_at: datetime | None = None  # None while paused
    stopped_at: datetime | None = None
    message_id: int | None = None  # the message that stopped it
    calendar: int | None = None
    tz: str | None = None
    version: int | None = None

    @property
    def state(self) -> str:
        if self.target_s is None:
            return "off"
        if self.since:
            return "running"
        return "stopped" if self.stopped_at else "paused"

    @property
    def remaining_s(self) -> int:
        """Working seconds left at the start of the next segment, never below 0."""
        return max(0, (self.target_s or 0) - self.worked_s)

    @property
    def in_time(self) -> bool | None:
        """Whether it was stopped in time; None before that. Due exactly now is in time."""
        if self.state != "stopped":
            return None
        # Stopped while it waited for the customer there is no due time, only what was worked before.
        return self.stopped_at <= self.due_at if self.due_at else self.worked_s <= self.target_s


def effect(kind: str, name: str, clocks: dict, answered: bool) -> str | None:
    """What an event does to one clock in this situation, None for nothing.

    ``answered``: the customer has had a first answer.

    >>> effect("customer_wrote", "next", {"first": Clock(), "next": Clock()}, True)
    'start'
    >>> running = Clock(60, since=datetime(2026, 1, 5), due_at=datetime(2026, 1, 6))
    >>> effect("customer_wrote", "next", {"first": running, "next": Clock()}, False)
    >>> effect("asked_customer", "resolution", {"resolution": running}, True)
    'pause'
    """
    wanted = EFFECTS.get(kind, {}).get(name)
    clock = clocks.get(name, Clock())
    if wanted == "start":
        # Of several letters the oldest unanswered one counts, and while the first answer is due its clock does.
        busy = clock.state == "running" or (name == "next" and clocks["first"].state == "running")
        return None if busy else wanted
    if wanted == "resume":
        idle = clock.state in ("paused", "stopped") and not (name == "first" and answered)
        return wanted if idle else None
    if wanted == "replan":
        return None if clock.state == "stopped" else wanted
    if wanted == "pause":
        return wanted if clock.state == "running" else None
    return wanted if clock.state in ("running", "paused") else None


def turn(clock: Clock, wanted: str | None, event: Event, facts: dict | None) -> Clock:
    """The clock after one effect; ``facts`` is what the event's payload says of it.

    An event without facts is older than the clocks, or no policy applied: then it starts nothing.
    """
    if wanted in ("start", "replan"):
        if facts is None:
            return clock
        return _planned(clock if wanted == "replan" else Clock(), event, facts)
    if not wanted:
        return clock
    worked = clock.worked_s + ((facts or {}).get("worked_s") or 0)
    if wanted == "resume":
        due = moment((facts or {}).get("due_at"))
        return replace(clock, since=event.at, due_at=due, stopped_at=None, message_id=None)
    if wanted == "pause":
        return replace(clock, worked_s=worked, since=None, due_at=None)
    return replace(
        clock, worked_s=worked, since=None, stopped_at=event.at, message_id=event.payload.get("message")
    )


def _planned(clock: Clock, event: Event, facts: dict) -> Clock:
    """A fresh or replanned clock: same segments, new budget. No target switches it off."""
    if facts.get("target_s") is None:
        return Clock()
    paused = clock.state == "paused"
    return Clock(
        target_s=facts["target_s"],
        worked_s=clock.worked_s + (facts.get("worked_s") or 0),
        since=None if paused else event.at,
        due_at=None if paused else moment(facts.get("due_at")),
        calendar=facts.get("calendar"), tz=facts.get("tz"), version=facts.get("version"),
    )


def advance(clocks: dict, event: Event, answered: bool) -> dict:
    """All clocks after one event.

    >>> day = datetime(2026, 1, 5, 9)
    >>> start = {"target_s": 3600, "due_at": "2026-01-05T10:00:00", "calendar": None, "version": 1}
    >>> clocks = {name: Clock() for name in NAMES}
    >>> clocks = advance(clocks, Event(1, "opened", day, {"clocks": {"first": start}}), False)
    >>> clocks["first"].state, clocks["resolution"].state
    ('running', 'off')
    >>> clocks = advance(clocks, Event(2, "replied", day, {"clocks": {"first": {"worked_s": 0}}, "message": 7}), False)
    >>> clocks["first"].state, clocks["first"].message_id, clocks["first"].in_time
    ('stopped', 7, True)
    """
    if event.kind not in EFFECTS:
        return clocks
    facts = event.payload.get("clocks") or {}
    return {
        name: turn(clocks[name], effect(event.kind, name, clocks, answered), event, facts.get(name))
        for name in NAMES
    }
