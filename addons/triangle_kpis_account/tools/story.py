"""Invoices of the sample company: two years of them, and what was planned. Pure, see the front office's story.

Twelve thin earlier months make it possible to say who stayed; who was let down in the bad quarter does
not renew in the last three months.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

THIN = range(-25, -13)
FULL = range(-13, 1)
CONTRACTS = 900  # each invoiced once a year
OTHERS = {True: 45, False: 255}  # a month; True: a thin one
#: revenue of the month in per cent of its plan
AGAINST_PLAN = {
    -13: 100, -12: 100, -11: 100, -10: 100, -9: 106, -8: 111, -7: 109, -6: 99, -5: 93, -4: 95, -3: 99, -2: 102,
    -1: 104, 0: 104,
}
PLAN = 118000.0  # of a full month
LEAVING = {-3: 0.16, -2: 0.2, -1: 0.18}  # share of the contracts that end then and are not renewed
USUALLY = 0.04
FEES = (290.0, 420.0, 690.0)
BROUGHT = {"engineer_24h": (range(-9, -5), 0.35), "two_hours": (range(-5, 1), 0.25)}  # share of visits by a campaign
PAID_AFTER, SLOWER = (6, 40), 12  # days until an invoice is paid, and how many more in the bad quarter


@dataclass
class InvoiceLine:
    """One posted invoice without tax."""

    key: str
    customer: str
    day: date
    amount: float
    campaign: str | None = None
    paid_on: date | None = None


def invoices(months, people):
    """Invoices in order of their day.

    ``months``: {story month: its days up to yesterday}; ``people``: customers' keys.

    >>> days = [date(2026, 1, n) for n in (5, 6, 7)]
    >>> lines = invoices({-2: days, -1: days}, [f"c{n}" for n in range(3000)])
    >>> round(sum(line.amount for line in lines if line.key.startswith("m01"))) == round(PLAN * 1.04)
    True
    >>> 300 < len(lines) / 2 < 360
    True
    """
    lines = []
    for month, days in sorted(months.items()):
        random = Random(f"lindwater invoices {month}")
        found = _contracts(month, days, people, random) + _others(month, days, people, random)
        _scale(month, days, found)
        for line in found:
            _pay(month, line)
        lines += found
    return sorted(lines, key=lambda line: (line.day, line.key))


def _contracts(month, days, people, random):
    """A twelfth of the contracts each month; the same customers twelve months later, less those who left."""
    each = CONTRACTS // 12
    first = (month % 12) * each
    gone = LEAVING.get(month, USUALLY) if month in FULL else 0.0
    stay = [n for n in range(first, first + each) if Random(f"lindwater renewal {month} {n}").random() >= gone]
    return [
        InvoiceLine(f"m{-month:02d}_k{n:03d}", people[n], random.choice(days), FEES[n % len(FEES)])
        for n in stay if days
    ]


def _others(month, days, people, random):
    count = OTHERS[month in THIN] if days else 0
    return [
        InvoiceLine(
            f"m{-month:02d}_o{n:03d}", random.choice(people[CONTRACTS:]), random.choice(days),
            round(random.uniform(90, 680), 2),
        )
        for n in range(count)
    ]


def _pay(month, line):
    """Who brought a visit, and when its invoice was paid; who waits for an engineer lets us wait, too."""
    random = Random(f"lindwater paid {line.key}")
    line.paid_on = line.day + timedelta(days=random.randint(*PAID_AFTER) + (SLOWER if month in range(-8, -5) else 0))
    for campaign, (months, share) in BROUGHT.items():
        if month in months and "_o" in line.key and random.random() < share:
            line.campaign = campaign


def _scale(month, days, lines):
    """Visits and parts make up what the contracts do not, so that the month comes to its share of the plan."""
    if month not in AGAINST_PLAN or not lines:
        return
    wanted = plan(month, len(days)) * AGAINST_PLAN[month] / 100
    fixed = sum(line.amount for line in lines if "_k" in line.key)
    rest = [line for line in lines if "_o" in line.key]
    factor = (wanted - fixed) / sum(line.amount for line in rest)
    for line in rest:
        line.amount = round(line.amount * factor, 2)
    rest[-1].amount = round(rest[-1].amount + wanted - sum(line.amount for line in lines), 2)


def plan(month, days=0):
    """What was planned for a month; for the running one, the share of its days that has passed."""
    return PLAN if month else round(PLAN * min(days / 22, 1), 2)
