"""The life of a case, folded from its ledger. All times are naive UTC."""

from dataclasses import dataclass, replace
from datetime import datetime

from .ledger import Event, IllegalMove

WAITING = ("waiting_customer", "waiting_backoffice")
LIVE = ("new", "open", *WAITING)
#: (state, kind) -> next state; None keeps the state
MOVES = {("draft", "opened"): "new"}
MOVES |= {(state, "acknowledged"): None for state in LIVE}
MOVES |= {(state, "replied"): None for state in (*LIVE, "resolved")} | {("new", "replied"): "open"}
MOVES |= {(state, "taken"): "open" for state in ("new", "open")}
MOVES |= {(state, "asked_customer"): "waiting_customer" for state in LIVE}
MOVES |= {(state, "asked_backoffice"): "waiting_backoffice" for state in LIVE}
MOVES |= {(state, "resumed"): "open" for state in (*LIVE, "new")}
MOVES |= {(state, "resolved"): "resolved" for state in LIVE}
MOVES |= {(state, "reopened"): "open" for state in ("resolved", "closed")}
MOVES |= {("resolved", "closed"): "closed"}
MOVES |= {(state, "cancelled"): "cancelled" for state in LIVE}
MOVES |= {(state, "merged"): "merged" for state in LIVE}
KINDS = {kind for _state, kind in MOVES}


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
    return replace(_stamp(case, event), state=after)


def _stamp(case: Case, event: Event) -> Case:
    at = event.at
    match event.kind:
        case "opened":
            return replace(case, opened_at=at)
        case "acknowledged":
            return replace(case, ack_at=case.ack_at or at)
        case "replied":
            return replace(
                case, first_response_at=case.first_response_at or at, ack_at=case.ack_at or at
            )
        case "resolved":
            return replace(case, resolved_at=at, resolved_level=event.payload.get("level"))
        case "closed":
            return replace(case, closed_at=at)
        case "reopened":
            return replace(
                case, resolved_at=None, closed_at=None, resolved_level=None, reopen_count=case.reopen_count + 1
            )
    return case
