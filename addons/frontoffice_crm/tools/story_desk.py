"""Waiting line, visits, advertised promises, leads and contracts of the sample company. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from zlib import crc32

from .story_cast import customers
from .story_clock import HOUR
from .story_plan import MONTHS, InteractionLine
from .story_promises import RUSH

STOPPED = -6  # month in which the advert was stopped
SERVED_TODAY = 8
LEADS_A_MONTH = 14
ANSWERED, IN_THE_RUSH = 0.55, 0.1  # share of leads answered within the hour
#: what becomes of the leads of a month
FATES = ("won",) * 5 + ("lost",) * 6 + ("open",) * 3
LOST_IN_THE_RUSH = ("won",) * 2 + ("lost",) * 9 + ("open",) * 3
WANTED = ("Heat pump for a terraced house", "New boiler", "Air conditioning for the shop", "Maintenance contract",
          "Underfloor heating", "Second opinion on a boiler")
CHECKED = "Boiler checked before winter"
#: customer, what they want to achieve, worth a year, renewed how many months from now, how it stands
CONTRACTS = (
    ("harbour", "No chair out of order in surgery hours", 4800, 2, "running"),
    ("town", "Warm schools at eight", 18200, 5, "running"), ("lumen", "Cold drinks in August", 1450, 1, "running"),
    ("c041", CHECKED, 290, 4, "running"), ("c052", CHECKED, 290, 7, "renewed"),
    ("c063", "Heat pump looked after", 420, 9, "renewed"), ("c074", CHECKED, 290, 3, "running"),
    ("c085", CHECKED, 290, -1, "lost"), ("c096", "Two offices never cold", 980, -2, "lost"),
    ("c107", CHECKED, 290, -3, "lost"), ("c118", CHECKED, 290, 6, "running"),
)
LEFT_BECAUSE = "Promised 24 hours, came after four days"


@dataclass
class LeadLine:
    """One lead and what became of it."""

    key: str
    name: str
    customer: str
    fate: str
    created_at: datetime
    worth: int
    campaign: str | None = None
    qualified_at: datetime | None = None
    closed_at: datetime | None = None
    recommended_by: str | None = None
    written_at: list = field(default_factory=list)  # letters of ours: the first answer, the last word

    @property
    def predicted(self):
        """What was thought of it when it was qualified, in percent; right more often than not."""
        return (52 if self.fate == "won" else 27) + crc32(self.key.encode()) % 41 - 20


def served(clock):
    """Visitors who took a number and were served before now, the last one a moment ago."""
    lines = []
    for n in range(SERVED_TODAY):
        called = clock.add(clock.now, -(SERVED_TODAY - n) * 1200)
        arrived = clock.add(called, -(2 + n % 4) * 60)
        lines.append(InteractionLine(
            f"v{n}", f"c{200 + n}", "counter", "south", "priya", ("bill", "part", "service", "move_visit")[n % 4],
            arrived, called, clock.add(called, 420), confirmed=bool(n % 3), carried=True, minutes=7.0,
        ))
    return lines


def leads(clock):
    """Leads of the story's months, a third of them still open."""
    people = [row["key"] for row in customers()][2500:]
    lines = []
    for number, month in enumerate(MONTHS):
        random, days = Random(f"lindwater leads {month}"), clock.working_days(month)
        fates = LOST_IN_THE_RUSH if month in RUSH else FATES
        for n in range(LEADS_A_MONTH if days else 0):
            created = clock.moment(random, random.choice(days))
            line = LeadLine(
                f"{-month:02d}_{n:02d}", random.choice(WANTED), people[number * LEADS_A_MONTH + n],
                fates[n], created, random.choice((900, 2400, 6800, 12500)),
                campaign=_brought_by(month) if n % 2 else None, recommended_by="town" if n == 4 else None,
            )
            _close(clock, line, random)
            _write(clock, line, Random(f"lindwater answers {line.key}"), month)
            lines.append(line)
    return lines


def _write(clock, line, random, month):
    """Answered within the hour, or the next day; four of five that are open heard from us in the last ten days."""
    soon = random.random() < (IN_THE_RUSH if month in RUSH else ANSWERED)
    hours = random.uniform(0.1, 0.8) if soon else random.uniform(3, 9)
    line.written_at.append(clock.add(line.created_at, hours * HOUR))
    if line.fate == "open" and random.random() < 0.8:
        line.written_at.append(clock.now - timedelta(days=random.uniform(0.5, 10)))
    line.written_at = [at for at in line.written_at if line.created_at < at < clock.now]


def _brought_by(month):
    return "two_hours" if month > STOPPED else "engineer_24h" if month >= -9 else None


def _close(clock, line, random):
    """Qualified within days, decided within weeks; what would lie ahead is still open."""
    if line.fate != "open" or random.random() < 0.5:
        line.qualified_at = min(clock.add(line.created_at, random.uniform(1, 30) * HOUR), clock.now)
    closed = clock.add(line.created_at, random.uniform(40, 240) * HOUR)
    if line.fate != "open" and closed < clock.now:
        line.closed_at = closed
    else:
        line.fate = "open"


def stopped_on(clock):
    """The day the advert was taken down."""
    return clock.month(STOPPED)[0] + timedelta(days=11)


def proof(told, standard, until, days=30):
    """(kept, decided) of the promises due in the days before a moment."""
    due = [line for line in told.promises if line.standard == standard and not line.withdrawn_at
           and until - timedelta(days=days) < line.due_at <= until]
    decided = [line for line in due if line.kept or line.lapsed or line.fulfilled_at]
    return sum(line.kept for line in decided), len(decided)
