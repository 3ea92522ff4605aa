"""The life of a case, folded from its ledger. All times are naive UTC."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from .case_clock import NAMES, Clock, advance
from .ledger import Event, IllegalMove

WAITING = ("waiting_customer", "waiting_backoffice")
LIVE = ("new", "open", *WAITING)
SETTLED = ("resolved", "closed")
#: (state, kind) -> next state; None keeps the state
MOVES = {("draft", "opened"): "new"}
MOVES |= {(state, "acknowledged"): None for state in LIVE}
MOVES |= {(state, "replied"): None for state in (*LIVE, "resolved")} | {("new", "replied"): "open"}
MOVES |= {(state, "taken"): "open" for state in ("new", "open")}
MOVES |= {(state, "asked_customer"): "waiting_customer" for state in LIVE}
MOVES |= {(state, "asked_backoffice"): "waiting_backoffice" for state in LIVE}
MOVES |= {(state, "resumed"): "open" for state in (*LIVE, "new")}
MOVES |= {(state, "resolved"): "resolved" for state in LIVE}
MOVES |= {(state, "reopened"): "open" for state in SETTLED}
MOVES |= {("resolved", "closed"): "closed"}
MOVES |= {(state, "cancelled"): "cancelled" for state in LIVE}
MOVES |= {(state, "merged"): "merged" for state in (*LIVE, "resolved")}
MOVES |= {("merged", "unmerged"): None}  # back to where it was, see step
MOVES |= {(state, "customer_wrote"): None for state in (*LIVE, *SETTLED)}
MOVES |= {(state, kind): None for state in SETTLED for kind in ("suggested", "dismissed")}
MOVES |= {(state, kind): None for state in (*LIVE, *SETTLED) for kind in ("absorbed", "released", "split", "unsplit")}
MOVES |= {(state, "replanned"): None for state in LIVE}
#: somebody else is asked to agree, and does or does not; the work itself goes on
APPROVALS = {"approval_asked": "asked", "approved": "granted", "declined": "declined"}
MOVES |= {(state, kind): None for state in (*LIVE, *SETTLED) for kind in APPROVALS}
MOVES |= {(state, kind): None for state in (*LIVE, *SETTLED, "cancelled", "merged") for kind in ("retyped", "graded")}
KINDS = {kind for _state, kind in MOVES}
ENDED = ("resolved", "closed", "cancelled", "merged")


@dataclass(frozen=True)
class Case:
    """The folded state of one case."""

    state: str = "draft"
    opened_at: datetime | None = None
    ack_at: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    reopen_count: int = 0
    resolved_level: str | None = None
    needed_approval: bool = False
    approval_granted: bool = False
    approval_state: str | None = None
    complaint: dict | None = None  # since when, and the deadlines it got: whatever event carries them
    suggestion: str | None = None  # what a customer's reply to a settled case may mean; a person decides
    before_merge: str | None = None
    first_resolved_at: datetime | None = None
    first_reopened_at: datetime | None = None
    cancelled_at: datetime | None = None
    waiting_since: datetime | None = None  # for the customer, now
    waits: tuple = ()  # (from, to) of the times before
    clocks: dict = field(default_factory=lambda: {name: Clock() for name in NAMES})

    def due(self, name: str) -> datetime | None:
        """When this clock runs out. A merged case is silent; so is a clock that waits."""
        clock = self.clocks[name]
        return clock.due_at if clock.state == "running" and self.state not in ENDED else None

    @property
    def due_at(self) -> datetime | None:
        """The earliest thing due."""
        return min(filter(None, (self.due(name) for name in NAMES)), default=None)


def step(case: Case, event: Event) -> Case:
    """One event applied; unknown kinds change nothing. Raises IllegalMove.

    >>> step(Case(), Event(1, "closed", datetime(2026, 1, 6)))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    IllegalMove: closed is not possible in state draft
    """
    if event.kind not in KINDS:
        return case
    if (case.state, event.kind) not in MOVES:
        raise IllegalMove(case.state, event.kind)
    after = MOVES[case.state, event.kind] or case.state
    if event.kind == "unmerged":
        after = case.before_merge
    clocks = advance(case.clocks, event, bool(case.first_response_at))
    complaint = event.payload.get("complaint", case.complaint)
    return replace(_waited(_stamp(case, event), after, event), state=after, clocks=clocks, complaint=complaint)


def _waited(case: Case, after: str, event: Event) -> Case:
    """The times it waited for the customer: they are not ours."""
    if case.waiting_since and after != "waiting_customer":
        return replace(case, waiting_since=None, waits=(*case.waits, (case.waiting_since, event.at)))
    return replace(case, waiting_since=case.waiting_since or event.at) if after == "waiting_customer" else case


def _stamp(case: Case, event: Event) -> Case:
    at = event.at
    match event.kind:
        case "opened":
            return replace(case, opened_at=at)
        case "acknowledged":
            return replace(case, ack_at=case.ack_at or at)
        case "replied":
            return replace(case, first_response_at=case.first_response_at or at, ack_at=case.ack_at or at)
        case "resolved":
            return replace(
                case, resolved_at=at, resolved_level=event.payload.get("level"),
                first_resolved_at=case.first_resolved_at or at,
            )
        case "closed":
            return replace(case, closed_at=at, suggestion=None)
        case "reopened":
            return replace(
                case, resolved_at=None, closed_at=None, resolved_level=None, suggestion=None,
                reopen_count=case.reopen_count + 1, first_reopened_at=case.first_reopened_at or at,
            )
        case "cancelled":
            return replace(case, cancelled_at=at)
    return _remark(case, event)


def _remark(case: Case, event: Event) -> Case:
    """Events that say something about a case without moving it."""
    if event.kind in APPROVALS:
        return replace(
            case, needed_approval=True, approval_state=APPROVALS[event.kind],
            approval_granted=case.approval_granted or event.kind == "approved",
        )
    match event.kind:
        case "suggested":
            return replace(case, suggestion=event.payload.get("what"))
        case "dismissed":
            return replace(case, suggestion=None)
        case "merged":
            return replace(case, before_merge=case.state)
        case "unmerged":
            return replace(case, before_merge=None)
    return case
