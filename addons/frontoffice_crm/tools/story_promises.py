"""The promises of one month of the sample company: how many, how tight, and what became of them."""

from datetime import timedelta
from random import Random

from .story_cast import AROUND_THE_CLOCK, CAPABILITY, STANDARDS, TOPICS_OF, customers
from .story_clock import HOUR
from .story_plan import (
    BROKEN_OF_TOO_EARLY,
    FIGURES,
    PER_MONTH,
    TOO_EARLY_IN_CAMPAIGN,
    PromiseLine,
    share,
    volume,
)

HOURS = {code: hours for code, _name, _sentence, hours, _owner in STANDARDS}
NAMES = {code: name for code, name, _sentence, _hours, _owner in STANDARDS}
#: how often each standard promise is given where nothing has broken down
MIX = (("engineer_visit",) * 3 + ("call_back",) * 4 + ("spare_part",) * 3 + ("refund",) * 2 + ("quote",) * 3)
CHANNEL_MIX = ("phone",) * 6 + ("counter",) * 2 + ("email",) * 2 + ("web",)
#: what has broken down, and what a visit is about where nothing has
BREAKDOWNS = ("boiler", "boiler", "leak", "cooling")
CALM = {"engineer_visit": ("service",)}
BREAKDOWN_SHARE = 0.5
RUSH = (-9, -8, -7, -6)  # months in which the advert brought more than anybody could answer
WARNED, WARNED_IN_THE_RUSH = 0.6, 0.3  # share of late promises whose customer was told before
HARDER = 12  # points by which breakdowns are kept less often, at both sites alike
NORTH_OF = {True: 0.75, False: 0.25}  # North gets the breakdowns
SAID = ("The customer has small children", "The advert says so", "The customer would have gone elsewhere")
CUSTOMER_KEYS = tuple(row["key"] for row in customers())


def month_volume(clock, month, per_month):
    """How many records a month has: by season, and for the running month by working days passed."""
    first, _last = clock.month(month)
    days = len([day for day in clock.days if (day.year, day.month) == (first.year, first.month)])
    return volume(per_month, first, len(clock.working_days(month)) / days)


def plan(month, count, random):
    """What is to become of each promise of a month: a list of flags, exact to the nearest promise.

    >>> flags = plan(-7, 100, Random(1))
    >>> sum(f["kept"] for f in flags), sum(f["early"] for f in flags)
    (66, 41)
    >>> campaign = [f for f in flags if f["campaign"]]
    >>> len(campaign), sum(f["early"] for f in campaign)
    (62, 38)
    """
    figures = FIGURES[month]
    flags = [{"campaign": False, "early": False, "kept": True, "ready": True} for _n in range(count)]
    inside = round(figures.campaign * count)
    for flag in flags[:inside]:
        flag["campaign"] = True
    tight = round(TOO_EARLY_IN_CAMPAIGN * inside)
    elsewhere = max(share(figures.early, count) - tight, 0)
    early = flags[:tight] + flags[inside:inside + elsewhere]
    for flag in early:
        flag["early"] = True
    safe = [flag for flag in flags if not flag["early"]]
    _break(figures, count, random.sample(early, len(early)), random.sample(safe, len(safe)))
    _rescue(figures, count, flags, random)
    return flags


def _break(figures, count, early, safe):
    """Take the promises that are not kept: too early, a department late, or our own desk."""
    broken = count - share(figures.kept, count)
    over = min(round(BROKEN_OF_TOO_EARLY * len(early)), broken)
    for n, flag in enumerate(early[:over]):
        flag.update(kept=False, ready=bool(n % 2))
    rest = broken - over
    desk = round(rest * figures.desk_share)
    for n, flag in enumerate(safe[:rest]):
        flag.update(kept=False, ready=n < desk)


def _rescue(figures, count, flags, random):
    """Kept although nothing was ready: somebody ran."""
    kept = [flag for flag in flags if flag["kept"]]
    kept.sort(key=lambda flag: (not flag["early"], random.random()))
    for flag in kept[:share(figures.rescued, count)]:
        flag["ready"] = False


def sites(flags, random):
    """Breakdowns and sites: North looks worse, and is as good as South at breakdowns and at the rest.

    >>> flags = plan(-2, 1000, Random(1))
    >>> sites(flags, Random(2))
    >>> kept = lambda rows: round(100 * sum(f["kept"] for f in rows) / len(rows))
    >>> [kept([f for f in flags if f["north"] is north]) for north in (True, False)]
    [87, 93]
    >>> [kept([f for f in flags if f["north"] == n and f["breakdown"] == b]) for b in (1, 0) for n in (1, 0)]
    [84, 84, 96, 96]
    """
    cells = {kept: [flag for flag in flags if flag["kept"] is kept] for kept in (True, False)}
    rate = len(cells[True]) / len(flags) - HARDER / 100 * (1 - BREAKDOWN_SHARE)
    wanted = round(BREAKDOWN_SHARE * len(flags))
    counts = {True: round(rate * wanted), False: wanted - round(rate * wanted)}
    for kept, count in counts.items():
        cell = random.sample(cells[kept], len(cells[kept]))
        cell.sort(key=lambda flag: not flag["campaign"])
        inside = max(count, sum(flag["campaign"] for flag in cell))
        for part, breakdown in ((cell[:inside], True), (cell[inside:], False)):
            north = round(NORTH_OF[breakdown] * len(part))
            for n, flag in enumerate(random.sample(part, len(part))):
                flag.update(breakdown=breakdown, north=n < north)


def month_promises(clock, month):
    """The promises due in a story month, as lines, in order of their due time."""
    random = Random(f"lindwater promises {month}")
    days = clock.working_days(month)
    if not days:
        return []
    flags = plan(month, month_volume(clock, month, PER_MONTH), random)
    sites(flags, random)
    lines = [_line(clock, month, flag, random, days) for flag in flags]
    lines.sort(key=lambda line: (line.due_at, line.made_at, line.customer))
    for n, line in enumerate(lines):
        line.key = f"p{-month:02d}_{n:03d}"
        _warn(line, WARNED_IN_THE_RUSH if month in RUSH else WARNED)
    return lines


def _warn(line, share):
    """Some of those who wait in vain are called before the time has passed."""
    if line.lapsed and Random(f"lindwater warned {line.key} {line.customer}").random() < share:
        line.warned_at = line.made_at + 0.85 * (line.due_at - line.made_at)
        line.warned_at = line.warned_at.replace(microsecond=0)


def _line(clock, month, flag, random, days):
    tight = flag["campaign"] and flag["early"]
    standard = AROUND_THE_CLOCK if tight else "engineer_visit" if flag["breakdown"] else random.choice(MIX)
    usable = [day for day in days if day.weekday()] if tight else days  # nobody answers on Sunday
    promised = None if tight else 900 * round(_promised(standard, flag["early"], random) / 900)
    made_at, due_at = _times(clock, promised, random, usable or days)
    team = "north" if flag["north"] else "south"
    need = random.choice(BREAKDOWNS if flag["breakdown"] else CALM.get(standard) or TOPICS_OF[standard])
    line = PromiseLine(
        "", standard, NAMES[standard], random.choice(CUSTOMER_KEYS[5:]), need,
        random.choice(CHANNEL_MIX), team, _who(team, standard, random), made_at, due_at,
        round(CAPABILITY[standard] * HOUR),
        early=flag["early"], ready=flag["ready"], kept=flag["kept"], campaign=_campaign(flag, month, standard, random),
        reason=random.choice(SAID) if flag["early"] else None,
    )
    line.linked = not flag["ready"] or (standard != "call_back" and random.random() < 0.5)
    _finish(clock, line, random)
    return line


def _times(clock, promised, random, days):
    """When it was made and is due; mostly within one month, so that both cohorts tell one story."""
    for _attempt in range(3):
        due_at = clock.moment(random, random.choice(days))
        made_at = clock.add(due_at, -promised) if promised else due_at - timedelta(hours=24)
        if made_at.month == due_at.month:
            break
    return made_at, due_at


def _promised(standard, early, random):
    """Working seconds between saying it and its due time."""
    if early:
        return CAPABILITY[standard] * HOUR * random.uniform(0.35, 0.8)
    return HOURS[standard] * HOUR * random.uniform(1.0, 1.3)


def _who(team, standard, random):
    """The clerk. Most of the campaign's calls land on Omar's desk in the North, and he gets the blame."""
    if standard == "quote":
        return "lukas"
    return "omar" if team == "north" else random.choice(("priya", "priya", "grace"))


def _campaign(flag, month, standard, random):
    if flag["campaign"]:
        return "engineer_24h"
    later = month >= -5 and standard == "engineer_visit" and random.random() < 0.5
    return "two_hours" if later else None


def _finish(clock, line, random):
    """When it was done, if it was, and whether its time ran out."""
    promised = (line.due_at - line.made_at).total_seconds() if line.standard == AROUND_THE_CLOCK else (
        clock.worked(line.made_at, line.due_at))
    if line.kept:
        usual = line.capability_s * random.uniform(0.35, 1.03)
        if line.standard == AROUND_THE_CLOCK:
            line.fulfilled_at = _rescued(clock, line, random)
        else:
            line.fulfilled_at = clock.add(line.made_at, min(usual, promised * random.uniform(0.8, 0.99)))
    elif not line.early and line.ready and random.random() < 0.2:
        line.fulfilled_at, line.in_full = clock.add(line.due_at, -HOUR // 2), False
    else:
        line.lapsed = True
        late = clock.add(line.due_at, random.uniform(3, 22) * random.choice((1, 1, 1, 3)) * HOUR)
        line.fulfilled_at = late if late < clock.now else None
    if line.fulfilled_at:
        line.worked_s = (
            int((line.fulfilled_at - line.made_at).total_seconds()) if line.standard == AROUND_THE_CLOCK
            else clock.worked(line.made_at, line.fulfilled_at)
        )


def _rescued(clock, line, random):
    """Within the 24 hours, in working time: on the very day or the next morning."""
    found = clock.add(line.made_at, random.uniform(4, 7.75) * HOUR)
    return min(found, line.due_at)
