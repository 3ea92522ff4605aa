"""The back office's part of the sample company's story: requests, late ones, and those sent back.

Standard library only; told on top of the front office's story and with its clock, so that each
request lies where its promise needs it. Late and sent back are shares of the month's requests.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from .story_cast import ANSWERS, BEHIND, INTERNAL, MISSING, SERVICES
from .story_detours import detours
from .story_steps import finish, plan_clock
from .story_today import today

HOUR = 3600
INTERNAL_PER_MONTH = 147
ACCEPT = {code: accept for code, _name, _department, accept, _deliver, _needs in SERVICES}
DELIVER = {code: deliver for code, _name, _department, _accept, deliver, _needs in SERVICES}
TRAINED = -5  # month since which Tomás releases credit, too
LEAVE = range(-8, -5)  # Ines, who alone releases credit holds, is away


@dataclass
class RequestLine:
    """One request; times naive UTC, ``events`` (kind, at, payload without ids)."""

    key: str
    service: str
    subject: str
    sender: str
    customer: str | None
    sent_at: datetime
    accept_s: int
    deliver_s: int
    promise: str | None = None
    case: str | None = None
    due_at: datetime | None = None
    returned_at: datetime | None = None
    resent_at: datetime | None = None
    final_at: datetime | None = None
    late: bool = False
    reason: str | None = None
    clerk: int = 0
    complete: bool = True
    shared: bool = False  # a second one can do it, too
    after: datetime | None = None  # ready only after this: its promise was not enabled
    moved_to: str | None = None  # department it was given to after the first one declined
    until: datetime | None = None  # ready until then: its promise was
    events: list = field(default_factory=list)

    @property
    def started_at(self):
        """When its clock runs for the last time."""
        return self.resent_at or self.sent_at


def request(key, service, subject, sender, customer, sent_at, **more):
    """A request with the times of its type."""
    return RequestLine(
        key, service, subject, sender, customer, sent_at, ACCEPT[service] * HOUR, DELIVER[service] * HOUR, **more
    )


def requests(told, clock, figures, volume):
    """Requests of the whole story. ``volume(month, per_month)`` gives a month's number by season."""
    lines = _behind_promises(told, clock)
    for month in figures:
        lines += _internal(clock, month, volume(month, INTERNAL_PER_MONTH))
    _by_month(lines, clock, figures, "sent_at", _send_back)
    for line in lines:
        line.shared = month_of(clock, line.sent_at) >= TRAINED
        plan_clock(clock, line)
    _by_month(lines, clock, figures, "due_at", _let_slip)
    for line in lines:
        finish(clock, line, Random(f"lindwater {line.key}"))
    lines += detours(clock, figures, request) + today(told, clock, request)
    return sorted(lines, key=lambda line: (line.sent_at, line.key))


def month_of(clock, moment):
    """Story month of a moment: 0 is the month of today."""
    day = clock.day_of(moment)
    return (day.year - clock.today.year) * 12 + day.month - clock.today.month


def _by_month(lines, clock, figures, name, do):
    months = {}
    for line in lines:
        months.setdefault(month_of(clock, getattr(line, name)), []).append(line)
    for month, found in sorted(months.items()):
        if month in figures:
            do(found, figures[month], month, clock, Random(f"lindwater {name} {month}"))


def _behind_promises(told, clock):
    lines = []
    for promise in told.promises:
        if not promise.linked or promise.key[0] != "p":
            continue
        random = Random(f"lindwater behind {promise.key}")
        usual = random.random() < (0.85 if not promise.ready else 0.5)
        service = BEHIND[promise.standard][0 if usual else -1]
        end = min(promise.due_at, promise.fulfilled_at or promise.due_at)
        lines.append(request(
            f"h_{promise.key}", service, promise.name, promise.user, promise.customer,
            clock.add(promise.made_at, 600), promise=promise.key, case=promise.case, clerk=random.randint(0, 9),
            after=None if promise.ready else promise.due_at, until=end if promise.ready else None,
        ))
    return lines


def _internal(clock, month, count):
    random = Random(f"lindwater internal {month}")
    days = clock.working_days(month)
    lines = []
    for n in range(count if days else 0):
        service, who = random.choice(INTERNAL), random.choice(("priya", "omar", "grace", "lukas"))
        if service == "contract_check" and n % 2:
            who = "chloe"  # adverts are looked at by Legal, too: five people say what departments are like
        lines.append(request(
            f"f{-month:02d}_{n:03d}", service, {code: name for code, name, *_rest in SERVICES}[service],
            who, None, clock.moment(random, random.choice(days)), clerk=random.randint(0, 9),
        ))
    return lines


def _room(clock, line):
    """Working seconds a request may take when it must not spoil its promise."""
    return clock.worked(line.sent_at, line.until) if line.until else 40 * HOUR


def _send_back(lines, figures, month, clock, random):
    """Something is missing: the sender's turn, and the department's clock waits."""
    able = [line for line in lines if _room(clock, line) > 4 * HOUR]
    able.sort(key=lambda line: (line.service not in MISSING, line.until is not None, random.random()))
    for line in able[:round(figures.sent_back * len(lines) / 100)]:
        room = min(_room(clock, line), 16 * HOUR)
        line.returned_at = clock.add(line.sent_at, random.uniform(0.05, 0.15) * room)
        line.resent_at = clock.add(line.returned_at, random.uniform(0.1, 0.3) * room)
        line.reason = MISSING.get(line.service, "photo")
        line.complete = False


def _let_slip(lines, figures, month, clock, random):
    """Choose the late ones of a month: those that must be, then who lacks Ines, then chance."""
    must = [line for line in lines if line.after and line.due_at <= line.after]
    may = [line for line in lines if line not in must and _can_be_late(clock, line)]
    may.sort(key=lambda line: (
        not (month in LEAVE and line.service == "credit_release"), line.after is None, random.random()
    ))
    wanted = round((100 - figures.on_time) * len(lines) / 100)
    for line in must + may[:max(wanted - len(must), 0)]:
        line.late = True


def _can_be_late(clock, line):
    return line.until is None or clock.worked(line.due_at, line.until) > HOUR


def answer(code, subject):
    """What the sender wrote; an amount is the one of the subject.

    >>> answer("amount", "Refund £62 · missed visit"), answer("amount", "Refund"), answer("instalments", "£9")
    ('£62', '£148', '6')
    """
    found = re.search(r"[£€]\d[\d,.]*", subject) if code == "amount" else None
    return found[0] if found else ANSWERS[code]
