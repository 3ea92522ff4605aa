"""What the desk of the sample company gave to people who complained. Pure, see ``story.py``.

Until four months ago the desk decided up to 25; then 60, and hardly anybody had to ask any more.
"""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from .story_clock import HOUR, Clock

RAISED = -4  # month
SMALL, LARGE = 25.0, 60.0
AMOUNTS = (15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 55.0, 80.0)
LEADER = "grace"


@dataclass
class GestureLine:
    """One goodwill. ``approver`` is empty where it was inside the limit."""

    key: str
    case: str
    user: str
    amount: float
    asked_at: datetime
    given_at: datetime
    approver: str | None = None


def goodwill(told, zone="Europe/London"):
    """Goodwill for the complaints of a story; those that needed a decision get it into their case.

    >>> from .story import story
    >>> lines = goodwill(story(datetime(2026, 3, 11, 10)))
    >>> raised = Clock(datetime(2026, 3, 11, 10)).month(RAISED)[0]
    >>> before = [line for line in lines if line.asked_at.date() < raised]
    >>> after = [line for line in lines if line.asked_at.date() >= raised]
    >>> asked = [sum(bool(line.approver) for line in part) / len(part) for part in (before, after)]
    >>> asked[1] < asked[0] / 2
    True
    """
    clock = Clock(told.now, zone)
    raised = clock.month(RAISED)[0]
    lines = []
    for case in told.cases:
        steps = dict(event[:2] for event in case.events)
        if case.type != "complaint" or "resolved" not in steps:
            continue
        random = Random(f"lindwater goodwill {case.key}")
        amount, asked = random.choice(AMOUNTS), clock.add(steps["taken"], HOUR // 4)
        limit = LARGE if clock.day_of(asked) >= raised else SMALL
        given = asked if amount <= limit else clock.add(asked, random.randint(2, 9) * HOUR)
        if given >= steps["resolved"]:
            continue
        lines.append(GestureLine(f"g_{case.key}", case.key, case.user, amount, asked, given))
        if amount > limit and case.user != LEADER:
            lines[-1].approver = LEADER
            _decided(case, asked, given)
    return lines


def _decided(case, asked, given):
    """Asked and approved, in the order of time."""
    known = {event[0] for event in case.events}
    if "approved" not in known:
        case.events += [("approval_asked", asked, case.user), ("approved", given, LEADER)]
        case.events.sort(key=lambda event: event[1])
