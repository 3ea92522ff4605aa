"""Today in the sample company: who waits, what is due, and where Ana Ortiz's boiler stands."""

from datetime import timedelta

from .story_cast import CAPABILITY
from .story_clock import HOUR
from .story_plan import CaseLine, InteractionLine, PromiseLine, RatingLine

#: customer, promise, name, topic, clerk, hour, what stands behind it ("" nothing, else a department)
DUE_TODAY = (
    ("harbour", "engineer_visit", "Engineer at the dental chair cooling", "cooling", "priya", 11, ""),
    ("lumen", "call_back", "Call back about the credit hold", "bill", "lukas", 13, "finance"),
    ("amsel", "engineer_visit", "Engineer visit, boiler", "boiler", "priya", 14, "parts"),
    ("town", "quote", "Quotation for the town hall heat pump", "quote", "lukas", 15, ""),
    ("c007", "spare_part", "Pump fitted", "part", "omar", 16, "parts"),
)


def today(clock, told):
    """Add what is going on at the moment of the story."""
    _queue(clock, told)
    for n, row in enumerate(DUE_TODAY):
        told.promises.append(_due(clock, n, *row))
    _ahead(clock, told)
    _ana(clock, told)


def _queue(clock, told):
    """Three customers wait, the longest for four minutes."""
    rows = (("amsel", "phone", "north", "boiler", 4), (None, "counter", "south", "bill", 2),
            ("c021", "phone", "south", "move_visit", 1))
    for n, (customer, channel, team, need, minutes) in enumerate(rows):
        told.interactions.append(InteractionLine(
            f"q{n}", customer, channel, team, None, need, clock.now - timedelta(minutes=minutes),
            state="waiting", outcome=None,
        ))


def _by(clock, hour):
    """Today at an hour; where that has passed, later today, the last minute at the latest."""
    wished = clock.local(clock.today, hour)
    if wished > clock.now + timedelta(minutes=20):
        return wished
    midnight = clock.local(clock.today + timedelta(days=1), 0)
    soon = clock.now + (midnight - clock.now) * (hour / 24)
    return min(soon.replace(second=0), midnight - timedelta(seconds=1))


def _due(clock, n, customer, standard, name, need, user, hour, behind):
    made_at = clock.local([day for day in clock.days if day < clock.today][-8], 9, 10 + n)
    if standard == "call_back":
        made_at = clock.local([day for day in clock.days if day < clock.today][-1], 10)
    return PromiseLine(
        f"t{n}", standard, name, customer, need, "phone", "north" if user == "omar" else "south", user, made_at,
        _by(clock, hour), round(CAPABILITY[standard] * HOUR), linked=bool(behind), ready=not behind,
        kept=False,
    )


def _ahead(clock, told):
    """Promises of the days to come."""
    for n in range(8):
        made_at = clock.add(clock.now, -(2 + n) * HOUR)
        due_at = clock.add(clock.local(clock.next_day(2), 9), (2 + n) * HOUR)
        if n % 2:
            due_at = clock.add(made_at, (27 + n) * HOUR)
        told.promises.append(PromiseLine(
            f"a{n}", "engineer_visit", "Engineer visit", f"c{30 + n:03d}", "service", "phone", "south", "priya",
            made_at, max(due_at, clock.add(made_at, 24 * HOUR)), round(22.5 * HOUR), kept=False,
        ))


def _ana(clock, told):
    """Boiler stopped, a visit missed three weeks ago, now Parts has the ball."""
    missed = _weekday(clock, clock.today - timedelta(days=19))
    due = clock.local(missed, 14)
    told.promises.append(PromiseLine(
        "ana_missed", "engineer_visit", "Engineer visit, yearly service", "ana", "service", "phone", "south", "priya",
        clock.add(due, -26 * HOUR), due, round(22.5 * HOUR), kept=False, lapsed=True,
        fulfilled_at=clock.add(due, 10 * HOUR), worked_s=36 * HOUR,
    ))
    told.ratings.append(RatingLine("r_ana", "ana_missed", 3, clock.add(due, 11 * HOUR), "Late without warning."))
    called = clock.add(clock.now, -6 * HOUR)
    told.cases.append(CaseLine(
        "ana", "Boiler stopped", "problem", "ana", "boiler", "phone", "south", "priya", called, severity="3",
        events=[("replied", clock.add(called, 60)), ("taken", clock.add(called, 120))],
    ))
    told.interactions.append(InteractionLine(
        "i_ana", "ana", "phone", "south", "priya", "boiler", clock.add(called, -180), called, called, outcome="case",
        case="ana", confirmed=True, carried=True, minutes=6.0, note="No heat since Monday, pressure 0.4",
    ))
    told.promises += [
        _ana_promise(clock, "ana_visit", "engineer_visit", "Engineer visit, boiler", called, "boiler"),
        _ana_promise(clock, "ana_refund", "refund", "€148 back for the missed visit", called, "refund"),
    ]


def _ana_promise(clock, key, standard, name, called, need):
    due_at = max(clock.local(clock.next_day(3), 14), clock.add(called, 24 * HOUR))
    return PromiseLine(
        key, standard, name, "ana", need, "phone", "south", "priya", clock.add(called, 180), due_at,
        round(CAPABILITY[standard] * HOUR), linked=True, ready=False, kept=False, case="ana", interaction="i_ana",
    )


def _weekday(clock, day):
    return next(candidate for candidate in clock.days if candidate >= day)


