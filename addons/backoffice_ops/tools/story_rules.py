"""Deadlines, documents, announcements and rounds of the sample company. Pure, see ``story.py``."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

VAT_DAY = 7
VAT_MISSED = -6  # declared after its day, in the month Finance was short of people
#: kind of document, state, asked from, about, asked so many days ago, due in days, valid for days
DOCUMENTS = (
    ("photo", "asked", "ana", "ana", 1, 6, None), ("contract", "received", "lumen", None, 6, 1, None),
    ("certificate", "accepted", "rohr", None, 40, -30, 300), ("identity", "refused", "harbour", None, 9, -1, None),
    ("certificate", "expired", "town", None, 380, -370, -4), ("photo", "cancelled", "amsel", None, 12, -5, None),
)
REFUSED = "The photo is too dark to read"
#: step: time for, measured in, at, who is told
LADDER = (
    ("accept", "percent", 100, "doer"), ("deliver", "percent", 75, "doer"), ("deliver", "percent", 100, "head"),
    ("deliver", "after", 4, "sender"), ("deliver", "after", 16, "chain"), ("answer", "percent", 100, "sender"),
)
NOTICE = "Serial number is required"
NOTICE_TEXT = (
    "<p>A spare part is ordered by the serial number of the boiler. Without it Parts sends the request back. "
    "You find it on the type plate, below the bar code.</p>"
)
QUESTION, RIGHT = "Where do you find the serial number?", "On the type plate"
CHOICES = f"On the bill\n{RIGHT}\nOn the remote control"
UNREAD = ("lukas", "noah")
WRONG = ("omar",)
#: of the pulse: what was answered on average, by month
PULSES = ((-3, "pulse", (3, 4, 4)), (-2, "enps", None), (-1, "pulse", (4, 4, 5)))


@dataclass
class DeadlineLine:
    """One compliance deadline; ``met_on`` is the day it was done."""

    key: str
    name: str
    kind: str
    department: str
    user: str
    due_on: date
    met_on: date | None = None
    proof: str | None = None
    more: dict = field(default_factory=dict)


def deadlines(clock):
    """Every deadline: the monthly VAT return with its history, and what runs out one day."""
    return _vat(clock) + _others(clock)


def _vat(clock):
    """Each month by the seventh; once it was four days late, and what was missed stays missed."""
    lines = []
    for offset in range(-12, 2):
        due = clock.month(offset)[0].replace(day=VAT_DAY)
        met = due + timedelta(days=4) if offset == VAT_MISSED else due - timedelta(days=2)
        if due <= clock.today and met > clock.today:
            met = clock.today
        done = met <= clock.today
        lines.append(DeadlineLine(
            f"vat{-offset:02d}" if offset <= 0 else "vat_next", "VAT return", "tax", "finance", "ines", due,
            met if done else None, f"Receipt VAT-{due:%Y-%m}" if done else None, {"every": 1, "unit": "month"},
        ))
        if not done:
            break
    return lines


def _others(clock):
    today = clock.today
    runs_out = today + timedelta(days=24)
    return [
        DeadlineLine("lease", "Lease of the showroom", "contract", "legal", "elif", today, more={
            "contract_end": today + timedelta(days=118), "cancel_days": 90, "auto_renew": True,
            "document_kind": "Lease", "notice_days": 21}),
        DeadlineLine("liability", "Liability insurance", "contract", "finance", "ines", runs_out, more={
            "document_kind": "Policy", "document_expires_on": runs_out, "notice_days": 30}),
        DeadlineLine("gas", "Gas safety register: engineers' cards", "legal", "quality", "arjun",
                     today + timedelta(days=61), more={"every": 1, "unit": "year", "document_kind": "Certificate"}),
        DeadlineLine("fire", "Fire drill", "labour", "hr", "mei", today - timedelta(days=80),
                     today - timedelta(days=85), "Minutes of the drill", {"every": 1, "unit": "year"}),
        DeadlineLine("privacy", "Privacy: yearly review of what is kept", "security", "it", "sam",
                     today - timedelta(days=140), today - timedelta(days=150), "Protocol in the wiki",
                     {"every": 1, "unit": "year"}),
    ]


def pulse_answers(month, means, people):
    """One list of figures for each of ``people``: around the means, or for the eNPS question alone."""
    random = Random(f"lindwater pulse {month}")
    if means is None:
        return [[score] + [random.randint(3, 5) for _n in range(6)] for score in
                [random.choice((9, 10)) if n % 2 else random.choice((6, 7, 8)) for n in range(people)]]
    return [[max(1, min(5, mean + random.choice((-1, 0, 0, 1)))) for mean in means] for _n in range(people)]
