"""What a person can do next with a request: one table, read by screen, API and tests."""

from .handoff import MOVES

RECEIVER, SENDER = "receiver", "sender"
HOLDER, FREE = "holder", "free"  # of the receiving side: who has it, or anybody while nobody has it

#: (button, ledger event, side, place, states it is for; None means every state the move is legal in)
BUTTONS = (
    ("accept", "accepted", RECEIVER, "main", None),
    ("return", "returned", RECEIVER, "main", ("sent",)),
    ("decline", "declined", RECEIVER, "form", None),  # offered inside "Send back": rare, and final
    ("resume", "resumed", RECEIVER, "main", None),
    ("deliver", "delivered", RECEIVER, "main", None),
    ("pause", "paused", RECEIVER, "main", None),
    ("claim", "claimed", FREE, "main", ("accepted", "in_progress", "paused")),
    ("start", "started", RECEIVER, "more", None),
    ("pass", "passed", RECEIVER, "more", None),
    ("release", "released", HOLDER, "more", None),
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

    What nobody has is taken first, so there is one main button then.

    >>> buttons("sent", {"receiver"})
    {'main': ['accept', 'return'], 'more': ['pass'], 'form': ['decline']}
    >>> buttons("accepted", {"receiver", "holder"})
    {'main': ['deliver', 'pause'], 'more': ['start', 'pass', 'release', 'reroute', 'return'], 'form': []}
    >>> buttons("accepted", {"receiver", "free"})["main"]
    ['claim']
    >>> buttons("returned", {"sender"})["main"], buttons("delivered", {"sender"})["main"]
    (['resend', 'cancel'], ['confirm', 'reject'])
    >>> buttons("returned", {"receiver"})["main"]
    []
    """
    result = {"main": [], "more": [], "form": []}
    for button, kind, side, place, states in BUTTONS:
        if side in sides and (state, kind) in MOVES and (states is None or state in states):
            result[place].append(button)
    if "claim" in result["main"]:
        rest = [button for button in result["main"] if button != "claim"]
        result |= {"main": ["claim"], "more": rest + result["more"]}
    return result


#: (state, column dropped on) -> the button that takes it there
DROPS = {
    ("sent", "in_work"): "accept", ("sent", "waiting"): "return",
    ("accepted", "to_accept"): "release", ("in_progress", "to_accept"): "release",
    ("accepted", "waiting"): "pause", ("in_progress", "waiting"): "pause",
    ("accepted", "ready"): "deliver", ("in_progress", "ready"): "deliver", ("paused", "ready"): "deliver",
    ("paused", "in_work"): "resume", ("returned", "to_accept"): "resend", ("declined", "to_accept"): "reroute",
    ("delivered", "done"): "confirm", ("delivered", "in_work"): "reject", ("done", "in_work"): "reopen",
}


def least_left(rows):
    """Rows by least working time left; rows without any time come last, equal ones by id.

    >>> [r["id"] for r in least_left([{"id": 1, "left": None}, {"id": 2, "left": 9}, {"id": 3, "left": -4}])]
    [3, 2, 1]
    """
    return sorted(rows, key=lambda row: (row["left"] is None, row["left"] or 0, row["id"]))
