"""What a person can do next with a request: one table, read by screen, API and tests."""

from .handoff import MOVES

RECEIVER, SENDER = "receiver", "sender"

#: (button, ledger event, side, place, states it is for; None means every state the move is legal in)
BUTTONS = (
    ("accept", "accepted", RECEIVER, "main", None),
    ("return", "returned", RECEIVER, "main", ("sent",)),
    ("decline", "declined", RECEIVER, "form", None),  # offered inside "Send back": rare, and final
    ("resume", "resumed", RECEIVER, "main", None),
    ("deliver", "delivered", RECEIVER, "main", None),
    ("pause", "paused", RECEIVER, "main", None),
    ("start", "started", RECEIVER, "more", None),
    ("reroute", "rerouted", RECEIVER, "more", ("accepted", "in_progress", "paused")),
    ("return", "returned", RECEIVER, "more", ("accepted", "in_progress", "paused")),
    ("resend", "resent", SENDER, "main", None),
    ("confirm", "confirmed", SENDER, "main", None),
    ("reject", "rejected", SENDER, "main", None),
    ("reroute", "rerouted", SENDER, "main", ("declined",)),
    ("cancel", "cancelled", SENDER, "main", ("returned", "declined")),
    ("cancel", "cancelled", SENDER, "more", ("sent", "accepted", "in_progress", "paused")),
    ("reopen", "reopened", SENDER, "more", None),
)


def buttons(state, sides):
    """{"main": [...], "more": [...], "form": [...]} for somebody who stands on ``sides``.

    >>> buttons("sent", {"receiver"})
    {'main': ['accept', 'return'], 'more': [], 'form': ['decline']}
    >>> buttons("accepted", {"receiver"})
    {'main': ['deliver', 'pause'], 'more': ['start', 'reroute', 'return'], 'form': []}
    >>> buttons("returned", {"sender"})["main"], buttons("delivered", {"sender"})["main"]
    (['resend', 'cancel'], ['confirm', 'reject'])
    >>> buttons("returned", {"receiver"})["main"]
    []
    """
    result = {"main": [], "more": [], "form": []}
    for button, kind, side, place, states in BUTTONS:
        if side in sides and (state, kind) in MOVES and (states is None or state in states):
            result[place].append(button)
    return result


def least_left(rows):
    """Rows by least working time left; rows without any time come last, equal ones by id.

    >>> [r["id"] for r in least_left([{"id": 1, "left": None}, {"id": 2, "left": 9}, {"id": 3, "left": -4}])]
    [3, 2, 1]
    """
    return sorted(rows, key=lambda row: (row["left"] is None, row["left"] or 0, row["id"]))
