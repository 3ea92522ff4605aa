"""What a promise is worth, folded from its ledger.

States: made, enabled, kept, late, broken, withdrawn. ``first_due_at`` never changes; a change the
customer asks for before the promise is due moves ``due_at``, a change by the company does not.
All times are naive UTC. Due exactly now is in time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .ledger import Event, IllegalMove, moment

OPEN = ("made", "enabled")
DECIDED = ("kept", "late", "broken")
DISPUTE_WINDOW = timedelta(days=14)
TALKING_S = 600  # a safe date read out is still safe when the talk is over
ALLOWED = {
    "made": {"draft"},
    "linked": {*OPEN, *DECIDED},
    "enabled": {*OPEN, *DECIDED},
    "disabled": {*OPEN, *DECIDED},
    "changed": set(OPEN) | {"broken"},
    "fulfilled": {*OPEN, "broken"},
    "lapsed": set(OPEN),
    "disputed": {"kept", "late", "broken"},
    "withdrawn": set(OPEN),
}


@dataclass(frozen=True)
class Promise:
    """The folded state of one promise."""

    state: str = "draft"
    made_at: datetime | None = None
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    need_by: datetime | None = None
    revised_due_at: datetime | None = None
    linked: bool = False
    enabled_at: datetime | None = None
    fulfilled_at: datetime | None = None
    in_full: bool = False
    delivered_s: int | None = None
    lapsed_at: datetime | None = None
    disputed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    change_count: int = 0
    warned_at: datetime | None = None
    promised_s: int | None = None
    capability_s: int | None = None
    version: int | None = None


def _made(p: Promise, e: Event) -> Promise:
    due = moment(e.payload.get("due_at"))
    first = moment(e.payload.get("first_due_at")) or due
    return replace(
        p, made_at=e.at, due_at=due, first_due_at=first, need_by=moment(e.payload.get("need_by")),
        enabled_at=e.at, promised_s=e.payload.get("promised_s"),
        capability_s=e.payload.get("capability_s"), version=e.payload.get("version"),
    )


def _linked(p: Promise, e: Event) -> Promise:
    return replace(p, linked=True, enabled_at=None)


def _enabled(p: Promise, e: Event) -> Promise:
    return replace(p, enabled_at=moment(e.payload.get("enabled_at")) or e.at)


def _disabled(p: Promise, e: Event) -> Promise:
    return replace(p, enabled_at=None)


def _changed(p: Promise, e: Event) -> Promise:
    due = moment(e.payload.get("due_at"))
    p = replace(p, change_count=p.change_count + 1)
    if e.payload.get("by") == "customer" and (p.due_at is None or e.at <= p.due_at):
        return replace(
            p, due_at=due, need_by=moment(e.payload.get("need_by")), revised_due_at=None, warned_at=None
        )
    in_time = p.due_at is None or e.at <= p.due_at
    return replace(p, revised_due_at=due, warned_at=p.warned_at or (e.at if in_time else None))


def _fulfilled(p: Promise, e: Event) -> Promise:
    return replace(
        p, fulfilled_at=e.at, in_full=e.payload.get("in_full", True),
        delivered_s=e.payload.get("worked_s"),
    )


def _lapsed(p: Promise, e: Event) -> Promise:
    return replace(p, lapsed_at=e.at)


def _disputed(p: Promise, e: Event) -> Promise:
    return replace(p, disputed_at=e.at)


def _withdrawn(p: Promise, e: Event) -> Promise:
    return replace(p, withdrawn_at=e.at, withdrawn_by=e.payload.get("by", "company"))


APPLY = {
    "made": _made, "linked": _linked, "enabled": _enabled, "disabled": _disabled,
    "changed": _changed, "fulfilled": _fulfilled, "lapsed": _lapsed, "disputed": _disputed,
    "withdrawn": _withdrawn,
}


def step(promise: Promise, event: Event) -> Promise:
    """One event applied; unknown kinds change nothing. Raises IllegalMove.

    >>> from datetime import datetime as d
    >>> p = step(Promise(), Event(1, "made", d(2026, 1, 5), {"due_at": "2026-01-08T14:00:00"}))
    >>> p = step(p, Event(2, "fulfilled", d(2026, 1, 8, 14)))
    >>> p.state
    'kept'
    """
    allowed = ALLOWED.get(event.kind)
    if allowed is None:
        return promise
    if promise.state not in allowed:
        raise IllegalMove(promise.state, event.kind)
    promise = APPLY[event.kind](promise, event)
    return replace(promise, state=state_of(promise))


def state_of(p: Promise) -> str:
    """The word on the screen, from the timestamps alone."""
    if p.withdrawn_at:
        return "withdrawn"
    if p.fulfilled_at:
        return verdict(p)
    if p.lapsed_at:
        return "broken"
    return "enabled" if p.linked and p.enabled_at else "made"


def verdict(p: Promise) -> str:
    """kept, late or broken of a fulfilled promise: in time, in full and not disputed is kept."""
    if is_disputed(p) or (not p.in_full):
        return "broken"
    return "kept" if p.due_at is None or p.fulfilled_at <= p.due_at else "late"


def is_disputed(p: Promise) -> bool:
    """A dispute counts when it comes within 14 days of the fulfilment."""
    return bool(
        p.disputed_at and p.fulfilled_at and p.disputed_at <= p.fulfilled_at + DISPUTE_WINDOW
    )


def silent(p: Promise) -> bool:
    """Late without warning: its time ran out, or it was fulfilled late, and nobody told the customer
    of a new date before it was due.

    >>> from datetime import datetime as d
    >>> silent(Promise(due_at=d(2026, 1, 5), lapsed_at=d(2026, 1, 5)))
    True
    >>> silent(Promise(due_at=d(2026, 1, 5), lapsed_at=d(2026, 1, 5), warned_at=d(2026, 1, 4)))
    False
    """
    late = bool(p.due_at and p.fulfilled_at and p.fulfilled_at > p.due_at)
    return bool(p.lapsed_at or late) and not p.warned_at


def enabled_in_time(p: Promise) -> bool:
    """Whether everything the promise needed was ready by ``need_by`` (else by its due time).

    >>> enabled_in_time(Promise(enabled_at=datetime(2026, 1, 5), due_at=datetime(2026, 1, 5)))
    True
    """
    limit = p.need_by or p.due_at
    return bool(p.enabled_at) and (limit is None or p.enabled_at <= limit)


def counts(p: Promise, as_of: datetime) -> bool:
    """Whether the promise is in the denominator of "promises kept" as of a moment.

    Due by then, and not withdrawn by the customer before it was due.
    """
    if p.due_at is None or p.due_at > as_of:
        return False
    gone = p.withdrawn_by == "customer" and p.withdrawn_at and p.withdrawn_at <= p.due_at
    return not gone


def realistic(p: Promise) -> str:
    """"no" when it was promised tighter than what we manage 8 times out of 10, frozen when made.

    Ten minutes of talking do not make a safe date unsafe.

    >>> realistic(Promise(promised_s=3600, capability_s=7200)), realistic(Promise(promised_s=3600))
    ('no', 'unknown')
    >>> realistic(Promise(promised_s=7000, capability_s=7200))
    'yes'
    """
    if p.capability_s is None or p.promised_s is None:
        return "unknown"
    return "no" if p.promised_s + TALKING_S < p.capability_s else "yes"
