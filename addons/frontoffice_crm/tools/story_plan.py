"""What the sample company is to show, month by month, and the lines its story is told in.

Month −1 is the last full month before the day of loading, −13 the first. The story hangs on these
months; the season hangs on the real ones.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

MONTHS = tuple(range(-13, 1))
#: promises due in a month of average season; per real month, heating is asked for in winter
PER_MONTH = 210
SEASON = (1.15, 1.1, 1.0, 0.92, 0.88, 0.88, 0.9, 0.9, 0.98, 1.05, 1.12, 1.12)


@dataclass(frozen=True)
class Figures:
    """One month of the story, in per cent; ``campaign`` is the share of promises it brought."""

    kept: int
    early: int
    on_time: int
    sent_back: int
    good: int
    rescued: int = 2
    campaign: float = 0.0
    desk_share: float = 0.45  # of what is neither kept nor promised too early


FIGURES = {
    -13: Figures(86, 8, 92, 9, 87), -12: Figures(87, 8, 92, 9, 87), -11: Figures(88, 8, 92, 9, 87),
    -10: Figures(87, 8, 92, 9, 87),
    -9: Figures(84, 24, 90, 11, 86, 6, 0.32), -8: Figures(74, 37, 79, 19, 78, 14, 0.55, 0.3),
    -7: Figures(66, 41, 70, 23, 71, 14, 0.625, 0.3), -6: Figures(69, 22, 74, 21, 73, 14, 0.285, 0.3),
    -5: Figures(78, 11, 83, 10, 80, 5), -4: Figures(84, 9, 88, 8, 84), -3: Figures(88, 8, 92, 7, 88),
    -2: Figures(90, 8, 93, 7, 89), -1: Figures(91, 7, 94, 6, 90), 0: Figures(91, 7, 94, 6, 90),
}
#: of promises from the campaign and of those broken: promised too early
TOO_EARLY_IN_CAMPAIGN = 0.62
BROKEN_OF_TOO_EARLY = 0.48


@dataclass
class PromiseLine:
    """One promise; times naive UTC. ``ready``: everything behind it was ready by its due time."""

    key: str
    standard: str
    name: str
    customer: str
    need: str
    channel: str
    team: str
    user: str
    made_at: datetime
    due_at: datetime
    capability_s: int
    early: bool = False
    ready: bool = True
    linked: bool = False
    kept: bool = True
    campaign: str | None = None
    fulfilled_at: datetime | None = None
    lapsed: bool = False
    in_full: bool = True
    withdrawn_at: datetime | None = None
    interaction: str | None = None
    case: str | None = None
    reason: str | None = None
    worked_s: int = 0
    warned_at: datetime | None = None  # when the customer was told that it would be later

    def events(self):
        """Its ledger after it was made: (kind, at, payload)."""
        found = []
        if self.withdrawn_at:
            return [("withdrawn", self.withdrawn_at, {"by": "customer"})]
        if self.warned_at and self.lapsed and self.fulfilled_at:
            found.append(("changed", self.warned_at, {"by": "company", "due_at": self.fulfilled_at.isoformat()}))
        if self.lapsed:
            found.append(("lapsed", self.due_at, {}))
        if self.fulfilled_at:
            found.append(("fulfilled", self.fulfilled_at, {"in_full": self.in_full, "worked_s": self.worked_s}))
        return found


@dataclass
class InteractionLine:
    """One call, visit, e-mail or form."""

    key: str
    customer: str | None
    channel: str
    team: str
    user: str | None
    need: str
    arrived_at: datetime
    first_response_at: datetime | None = None
    ended_at: datetime | None = None
    state: str = "done"
    outcome: str | None = "informed"
    case: str | None = None
    campaign: str | None = None
    confirmed: bool = False
    asked_again: bool = False
    carried: bool = False
    minutes: float = 0.0
    note: str | None = None


@dataclass
class CaseLine:
    """One case; ``events`` are (kind, at) after its opening, with a third where somebody else did it."""

    key: str
    subject: str
    type: str
    customer: str
    need: str
    channel: str
    team: str
    user: str
    opened_at: datetime
    campaign: str | None = None
    severity: str | None = None
    level: str = "first_line"  # who it took to solve it
    events: list = field(default_factory=list)


@dataclass
class RatingLine:
    """One answer to "how was it?" from 1 to 5 about a promise or an interaction."""

    key: str
    target: str
    rating: int
    rated_at: datetime
    feedback: str | None = None


@dataclass
class Story:
    """Everything that happened, in the order it is written down."""

    now: datetime
    promises: list = field(default_factory=list)
    interactions: list = field(default_factory=list)
    cases: list = field(default_factory=list)
    ratings: list = field(default_factory=list)
    requests: list = field(default_factory=list)

    def digest(self):
        """The same for the same story."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def share(part, whole):
    """How many of ``whole`` a percentage is, to the nearest.

    >>> share(66, 84), share(0, 84)
    (55, 0)
    """
    return round(part * whole / 100)


def volume(per_month, day, elapsed=1.0):
    """Records of a month by the season of its real month; ``elapsed``: share of it that has passed.

    >>> from datetime import date
    >>> volume(100, date(2026, 1, 1)), volume(100, date(2026, 7, 1)), volume(100, date(2026, 7, 1), 0.5)
    (115, 90, 45)
    """
    return round(per_month * SEASON[day.month - 1] * elapsed)
