"""The story of the sample company: thirteen months and today, always the same for the same moment.

Pure: give it a moment, get lines. Nothing here knows Odoo; ``models/sample.py`` writes it down.
"""

from random import Random

from .story_cast import CAPABILITY, TOPICS
from .story_clock import HOUR, Clock
from .story_goodwill import RAISED
from .story_plan import FIGURES, MONTHS, CaseLine, InteractionLine, RatingLine, Story, share
from .story_promises import CHANNEL_MIX, CUSTOMER_KEYS, RUSH, month_promises, month_volume
from .story_today import today

OTHERS_PER_MONTH = 430
RATINGS_PER_MONTH = 110
OVERDUE = 12  # promises nobody has fulfilled yet although their time is over
UPSET = 0.2  # of those who waited in vain complain; the others only remember
OUTCOMES = (("informed",) * 9 + ("directed",) * 3 + ("message",) * 2 + ("appointment",) * 2
            + ("sold", "unmet", "lead"))
NAMES = {code: name for code, name, *_rest in TOPICS}
TYPES = {code: kind for code, _name, _words, _standard, _team, kind in TOPICS}
PLAIN = tuple(NAMES)
GLAD = ("Came when they said.", "Very friendly, thank you.", "Warm again the same day.", None, None, None, None)
SORRY = ("Waited all day, nobody came.", "Promised 24 hours, took four days.", "Had to call three times.", None, None)


def story(now, zone="Europe/London"):
    """The whole story as of a moment (naive UTC).

    >>> from datetime import datetime
    >>> told = story(datetime(2026, 3, 11, 10))
    >>> told.digest() == story(datetime(2026, 3, 11, 10)).digest()
    True
    >>> len(told.promises) > 1000, len(told.interactions) > 1800, len(told.cases) > 200
    (True, True, True)
    """
    clock = Clock(now, zone)
    told = Story(clock.now)
    for month in MONTHS:
        _month(clock, month, told)
    _leave_open(clock, told)
    today(clock, told)
    return told


def _month(clock, month, told):
    promises = month_promises(clock, month)
    random = Random(f"lindwater contacts {month}")
    for line in promises:
        _said(clock, line, told, random)
    told.promises += promises
    told.promises += _withdrawn(clock, month, told, random)
    others = _others(clock, month, random)
    told.interactions += others
    told.ratings += _ratings(clock, month, promises, others)


def _leave_open(clock, told):
    """The last promises that were not kept are still not fulfilled: overdue now. The others are, late."""
    lapsed = [line for line in told.promises if line.lapsed]
    lapsed.sort(key=lambda line: (line.due_at, line.key), reverse=True)
    for n, line in enumerate(lapsed):
        if n < OVERDUE:
            line.fulfilled_at, line.worked_s = None, 0
        elif not line.fulfilled_at:
            line.fulfilled_at = min(clock.add(line.due_at, HOUR), clock.now)
            line.worked_s = clock.worked(line.made_at, line.fulfilled_at)


def _said(clock, line, told, random):
    """The interaction a promise was made in, and the case where it takes more than one contact."""
    about = TYPES[line.need]
    if about == "problem" and random.random() < 0.5:
        line.case = f"k_{line.key}"
        told.cases.append(_case(clock, line, line.case, NAMES[line.need], about, line.made_at, line.fulfilled_at))
    line.interaction = f"i_{line.key}"
    told.interactions.append(_contact(clock, line, random))
    if not line.kept and random.random() < UPSET:
        _complaint(clock, line, told, random)


def _contact(clock, line, random):
    answered = line.made_at
    waited = random.uniform(0.3, 3) * HOUR if line.channel in ("email", "web") else random.randint(1, 6) * 60
    return InteractionLine(
        line.interaction, line.customer, line.channel, line.team, line.user, line.need,
        arrived_at=clock.add(answered, -waited), first_response_at=answered, ended_at=answered,
        outcome="case" if line.case else "appointment" if line.standard.startswith("engineer") else "informed",
        case=line.case, campaign=line.campaign, confirmed=random.random() < 0.8,
        carried=random.random() < 0.6, minutes=round(random.uniform(2, 9), 1),
    )


def _case(clock, line, key, subject, kind, opened_at, solved_at):
    """A case and its life so far; what would lie ahead has not happened."""
    solved = solved_at or clock.add(opened_at, 70 * HOUR)
    steps = [
        ("replied", clock.add(opened_at, HOUR // 4)), ("taken", clock.add(opened_at, HOUR // 3)),
        ("resolved", max(solved, clock.add(opened_at, HOUR // 2))), ("closed", clock.add(solved, 16 * HOUR)),
    ]
    return CaseLine(
        key, subject, kind, line.customer, line.need, line.channel, line.team, line.user, opened_at,
        campaign=line.campaign, severity="2" if kind == "problem" else None, level=_level(clock, key, opened_at),
        events=[(step, at) for step, at in steps if at < clock.now],
    )


def _level(clock, key, at):
    """The desk alone, or with a department: less often in the rush, more often since it may give more by itself."""
    month = _month_of(clock, at)
    alone = 0.82 if month >= RAISED else 0.5 if month in RUSH else 0.66
    return "first_line" if Random(f"lindwater level {key}").random() < alone else "escalated"


def _month_of(clock, at):
    """The story month a moment lies in."""
    day = clock.day_of(at)
    return max((day.year - clock.today.year) * 12 + day.month - clock.today.month, MONTHS[0])


def _complaint(clock, line, told, random):
    """The customer calls after the promised time has passed."""
    at = clock.add(line.due_at, random.uniform(0.5, 6) * HOUR)
    if at >= clock.now:
        return
    key = f"x_{line.key}"
    told.cases.append(_case(
        clock, line, key, f"{line.name}: nobody came in time", "complaint", at, _put_right(clock, key, at)))
    told.interactions.append(InteractionLine(
        f"i_{key}", line.customer, "phone", line.team, line.user, "complaint", arrived_at=at, first_response_at=at,
        ended_at=at, outcome="case", case=key, campaign=line.campaign, asked_again=True, minutes=8.0,
    ))


def _put_right(clock, key, at):
    """When a complaint was solved: within five working days as often as departments were in time that month."""
    random = Random(f"lindwater complaint {key}")
    late = random.random() > FIGURES[_month_of(clock, at)].on_time / 100
    return clock.add(at, (random.uniform(44, 80) if late else random.uniform(12, 37)) * HOUR)


def _withdrawn(clock, month, told, random):
    """Promises the customer did not want any more: they count for nobody."""
    days = clock.working_days(month)[6:]
    lines = []
    for n, line in enumerate(random.sample(told.promises, min(len(days), 2))):
        due_at = clock.moment(random, random.choice(days))
        made_at = clock.add(due_at, -26 * HOUR)
        lines.append(type(line)(
            f"w{-month:02d}_{n}", "engineer_visit", "Engineer visit", line.customer, "service", "phone", "south",
            "priya", made_at, due_at, round(CAPABILITY["engineer_visit"] * HOUR),
            withdrawn_at=clock.add(due_at, -9 * HOUR),
        ))
    return lines


def _others(clock, month, random):
    """Interactions that needed no promise; some asked again, a few gave up waiting."""
    days = clock.working_days(month)
    lines = []
    for n in range(month_volume(clock, month, OTHERS_PER_MONTH) if days else 0):
        need, channel = random.choice(PLAIN), random.choice(CHANNEL_MIX)
        user = random.choice(("priya", "omar", "grace"))
        line = InteractionLine(
            f"o{-month:02d}_{n:03d}", random.choice(CUSTOMER_KEYS), channel, "north" if user == "omar" else "south",
            user, need, arrived_at=clock.moment(random, random.choice(days), 60), outcome=random.choice(OUTCOMES),
            asked_again=random.random() < 0.06, carried=random.random() < 0.6, confirmed=random.random() < 0.7,
            minutes=round(random.uniform(1, 6), 1),
        )
        _answer(clock, line, random)
        lines.append(line)
    return sorted(lines, key=lambda line: (line.arrived_at, line.key))


def _answer(clock, line, random):
    if line.channel in ("phone", "counter") and random.random() < 0.05:
        line.state, line.outcome, line.user = "abandoned", None, None
        line.ended_at = clock.add(line.arrived_at, 420)
        return
    slow = random.random() < 0.12
    wait = random.uniform(5, 9) * HOUR if slow else random.uniform(0.2, 3) * HOUR
    if line.channel in ("phone", "counter"):
        wait = random.randint(10, 240)
    line.first_response_at = line.ended_at = min(clock.add(line.arrived_at, wait), clock.now)


def _ratings(clock, month, promises, others):
    """Answers of the month's customers: broken promises are remembered first."""
    random = Random(f"lindwater ratings {month}")
    sad, glad = _felt_in(clock, month, promises, random)
    served = _served_in(clock, month, others)
    count = month_volume(clock, month, RATINGS_PER_MONTH)
    low = count - share(FIGURES[month].good, count)
    unhappy = (sad[:round(low * 0.7)] + served[::3])[:low]
    happy = (glad[:round((count - low) * 0.6)] + served[1::3] + served[2::3])[:count - low]
    return [
        RatingLine(f"r_{line.key}", line.key, score, at, words)
        for pairs, scores, texts in ((unhappy, (1, 2, 2, 3, 3), SORRY), (happy, (4, 5, 5), GLAD))
        for line, at in pairs for score, words in ((random.choice(scores), random.choice(texts)),)
    ]


def _felt_in(clock, month, promises, random):
    """Promises that showed in a month how they went, each with a moment to rate it: (broken, kept)."""
    first, last = clock.month(month)
    inside = [
        (line, at) for line in promises
        if first <= clock.day_of(at := clock.add(_felt(line), HOUR // 2)) <= last and at < clock.now
    ]
    random.shuffle(inside)
    return [pair for pair in inside if not pair[0].kept], [pair for pair in inside if pair[0].kept]


def _served_in(clock, month, others):
    """Answered interactions, each with a moment to rate it, in the month."""
    served = [(line, clock.add(line.arrived_at, HOUR)) for line in others if line.first_response_at]
    return [pair for pair in served if clock.day_of(pair[1]) <= clock.month(month)[1]]


def _felt(line):
    """When the customer knows how it went."""
    return line.fulfilled_at if line.kept else line.due_at
