"""An event log becomes cases: which column means what, which rows are bad, who had it when.

Times come out naive UTC in whole seconds (a fraction is dropped, as the
database does). Nothing here knows a model.
"""

import re
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby, islice
from math import ceil
from typing import NamedTuple

from .event_log_reader import Problem, Row
from .moment import parse_moment

UNASSIGNED = "Unassigned"
DAY = timedelta(days=1)
NOBODY = {"", "empty", "none", "null", "nan", "n/a", "-", "unassigned", "missing"}
REQUIRED = ("case", "activity", "time")
CASE_TIMES = ("due", "first_due", "start", "end")
CASE_WORDS = ("channel", "department")
ROLES = (*REQUIRED, "resource", "group", *CASE_WORDS, *CASE_TIMES)

# Header names per role, best first, compared in lower case without separators.
NAMES = {
    "case": ["case:concept:name", "case id", "case", "caseid", "trace", "ticket", "ticket id", "incident", "order id"],
    "activity": ["concept:name", "activity", "activity name", "event", "task", "action", "status"],
    "time": ["time:timestamp", "timestamp", "complete timestamp", "time", "date", "datetime", "end time"],
    "resource": ["org:resource", "resource", "user", "employee", "agent", "performer", "handled by", "originator"],
    "group": ["org:group", "group", "team", "queue", "org:role", "role", "support group", "assigned group"],
    "channel": ["case:channel", "channel", "case:origin", "origin", "medium", "contact type"],
    "department": ["case:department", "department", "org unit", "business unit", "division"],
    "due": ["case:deadline", "deadline", "due", "due date", "promised date", "sla due", "promised"],
    "first_due": [
        "case:enddate_planned", "planned end", "enddate planned", "first due", "original due date", "planned",
    ],
    "start": ["case:startdate", "startdate", "start date", "opened", "opened at", "created", "reg date"],
    "end": ["case:enddate", "enddate", "end date", "closed", "closed at", "resolved", "resolved at"],
}


class Entry(NamedTuple):
    """One event with its meaning; case-level values are repeated on each of its rows or empty."""

    line: int
    case: str
    activity: str
    at: datetime
    resource: str
    group: str
    facts: dict


class Stint(NamedTuple):
    """A case changes hands: what one group got from another, and when it was through with it."""

    sender: str
    group: str
    sent_at: datetime
    accepted_at: datetime
    delivered_at: datetime
    resource: str = ""


class History(NamedTuple):
    """One case of the log. ``due_at`` None: nothing was promised. ``ended_at`` None: still open."""

    key: str
    line: int
    opened_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    first_due_at: datetime | None
    channel: str
    department: str
    groups: tuple
    activity: str
    resource: str
    first_at: datetime
    events: int
    stints: tuple


def propose_mapping(rows, zone="UTC"):
    """{role: column} from header names and, where these say nothing, from the first values.

    >>> found = propose_mapping([Row(2, {"Case ID": "1", "Activity": "a", "Complete Timestamp": "2026-01-05"})])
    >>> found["case"], found["activity"], found["time"]
    ('Case ID', 'Activity', 'Complete Timestamp')
    """
    sample = [row for row in islice(rows, 500) if isinstance(row, Row)]
    columns = list(dict.fromkeys(name for row in sample for name in row.values))
    by_name = {_plain(name): name for name in reversed(columns)}
    mapping = {}
    for role in ROLES:
        found = next((by_name[_plain(name)] for name in NAMES[role] if _plain(name) in by_name), None)
        if found and found not in mapping.values():
            mapping[role] = found
    _propose_by_values(mapping, columns, sample, zone)
    return mapping


def _plain(name):
    return re.sub(r"[\s_\-.]+", "", name.lower())


def _propose_by_values(mapping, columns, sample, zone):
    """The time is what parses as one; the case is the column whose values repeat in blocks."""
    for role, find in (("time", _dated_column), ("case", _repeating_column)):
        if role not in mapping:
            free = [name for name in columns if name not in mapping.values()]
            if found := find(free, sample, zone):
                mapping[role] = found


def _dated_column(columns, sample, zone):
    return next((
        name for name in columns
        if sample and all(_is_moment(row.values.get(name, ""), zone) for row in sample)
    ), None)


def _repeating_column(columns, sample, _zone):
    counts = {name: len({row.values.get(name) for row in sample}) for name in columns}
    return max((name for name in columns if 1 < counts[name] < len(sample)), key=counts.get, default=None)


def _is_moment(text, zone):
    try:
        return bool(parse_moment(text, zone))
    except ValueError:
        return False


def entries(rows, mapping, zone="UTC", now=None):
    """Entries and problems of a row stream; a bad row never stops the ones after it.

    What is dated after ``now`` has not happened and is no history.
    """
    for row in rows:
        item = row if isinstance(row, Problem) else _entry(row, mapping, zone)
        if now and isinstance(item, Entry) and max(item.at, item.facts.get("end", item.at)) > now:
            item = Problem(item.line, "future", str(item.at))
        yield item


def _entry(row, mapping, zone):
    def text(role):
        return (row.values.get(mapping.get(role)) or "").strip()

    for role in REQUIRED:
        if not text(role):
            return Problem(row.line, f"no_{role}")
    facts = {role: text(role) for role in CASE_WORDS if text(role)}
    role = "time"
    try:
        at = parse_moment(text("time"), zone)
        for role in CASE_TIMES:
            if text(role).lower() not in NOBODY:
                facts[role] = parse_moment(text(role), zone)
    except (ValueError, OverflowError):
        return Problem(row.line, f"bad_{role}", text(role))
    return Entry(row.line, text("case"), text("activity"), at, text("resource"), group_name(text("group")), facts)


def group_name(text):
    """Nobody's work has a name of its own, so that nothing drops out of the sums.

    >>> group_name("EMPTY"), group_name(""), group_name("Group 4")
    ('Unassigned', 'Unassigned', 'Group 4')
    """
    return UNASSIGNED if text.strip().lower() in NOBODY else text.strip()


def gather(stream):
    """({case: its entries in time order}, problems). A row that contradicts its case's dates is a problem."""
    cases, problems, dates = {}, [], {}
    for item in stream:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        known = dates.setdefault(item.case, {})
        wrong = next(
            (
                role
                for role in CASE_TIMES
                if item.facts.get(role, known.get(role)) != known.get(role, item.facts.get(role))
            ),
            None,
        )
        if wrong:
            problems.append(Problem(item.line, "contradiction", f"{wrong} {item.facts[wrong]}"))
            continue
        known.update((role, item.facts[role]) for role in CASE_TIMES if role in item.facts)
        cases.setdefault(item.case, []).append(item)
    for rows in cases.values():
        rows.sort(key=lambda entry: (entry.at, entry.line))
    return cases, problems


def history(rows):
    """What one case's entries, in time order, say about it; a Problem when its dates make no sense.

    An end less than a day before the beginning is a date without a time of day: the case ended
    on the day it began.

    >>> at = lambda hour: datetime(2026, 1, 5, hour)
    >>> rows = [Entry(2, "7", "in", at(9), "", "A", {"due": at(12)}), Entry(3, "7", "check", at(10), "", "B", {})]
    >>> case = history(rows)
    >>> [(stint.sender, stint.group, stint.sent_at.hour, stint.accepted_at.hour) for stint in case.stints]
    [('A', 'B', 9, 10)]
    >>> case.due_at == case.first_due_at == at(12), case.ended_at is None
    (True, True)
    """
    facts = {role: value for entry in reversed(rows) for role, value in entry.facts.items()}
    opened = min(rows[0].at, facts.get("start", rows[0].at))
    if opened - DAY < facts.get("end", opened) < opened:
        facts["end"] = opened
    for role in ("end", "due", "first_due"):
        if role in facts and facts[role] < opened:
            return Problem(rows[0].line, f"{role}_before_start", str(facts[role]))
    return _history(rows, facts, opened)


def _history(rows, facts, opened):
    due = facts.get("due")
    return History(
        key=rows[0].case,
        line=rows[0].line,
        opened_at=opened,
        ended_at=facts.get("end"),
        due_at=due,
        first_due_at=due and facts.get("first_due", due),
        channel=facts.get("channel", ""),
        department=facts.get("department", ""),
        groups=tuple(dict.fromkeys(entry.group for entry in rows)),
        activity=rows[0].activity,
        resource=rows[0].resource,
        first_at=rows[0].at,
        events=len(rows),
        stints=tuple(stints(rows)),
    )


def stints(rows):
    """One per change of group: sent with the previous group's last event, accepted and delivered with one's own."""
    previous = None
    for group, run in groupby(rows, key=lambda entry: entry.group):
        run = list(run)
        if previous:
            yield Stint(previous.group, group, previous.at, run[0].at, run[-1].at, run[-1].resource)
        previous = run[-1]


def first_half(histories):
    """The earlier half of the cases by their beginning, the middle one included.

    A standard for a log is derived from its first half, so that the second half is judged by something it
    did not make itself.
    """
    ordered = sorted(histories, key=lambda case: (case.opened_at, case.key))
    return ordered[: ceil(len(ordered) / 2)]


def p80(values):
    """The value that four of five do not exceed (nearest rank); ``None`` without values.

    >>> p80([5, 1, 4, 2, 3]), p80([7]), p80([])
    (4, 7, None)
    """
    ordered = sorted(values)
    return ordered[ceil(len(ordered) * 0.8) - 1] if ordered else None


def value_counts(histories):
    """How often each channel, department and group occurs, for the dry run.

    >>> value_counts([])["group"]
    Counter()
    """
    histories = list(histories)
    return {
        "channel": Counter(case.channel or UNASSIGNED for case in histories),
        "department": Counter(case.department or UNASSIGNED for case in histories),
        "group": Counter(group for case in histories for group in case.groups),
    }
