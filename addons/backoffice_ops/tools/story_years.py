"""Since when people are in the sample company, who left, who was away, what they learnt. Pure, see ``story.py``."""

from datetime import date
from random import Random
from typing import NamedTuple

BAD = (-8, -7, -6)  # the quarter in which people left and fell ill
LONGEST, NEWEST = 96, 14  # months
#: key, name, department, job, month of the last day, why: a subcontractor has no reason
LEAVERS = (
    ("ruth", "Ruth Fenwick", "engineers_north", "Engineer", -11, "retired"),
    ("callum", "Callum Doyle", "engineers_south", "Engineer", -8, "resigned"),
    ("anya", "Anya Petrova", "service", "Front desk", -7, "resigned"),
    ("dev", "Dev Chandra", "engineers_south", "Engineer", -7, "resigned"),
    ("maeve", "Maeve Kelly", "engineers_north", "Engineer", -6, "resigned"),
    ("otto", "Otto Brandl", "engineers_north", "Engineer", -5, None),
    ("joan", "Joan Whitaker", "parts", "Storekeeper", -2, "retired"),
)
#: title, month, hours, the departments that took it
COURSES = (
    ("Gas safety: what is new", -12, 6, ("engineers_north", "engineers_south")),
    ("Listening to customers", -5, 4, ("service", "sales", "dispatch")),
    ("Heat pumps, a day in the workshop", -4, 8, ("engineers_north", "engineers_south")),
)
CARD, CARDS_EXPIRED = "Gas safety card", 4
#: what the company wants, month by month; in two of the bad quarter nobody said anything
GOALS = (
    (-12, "Every call is answered within five minutes"), (-11, "No boiler without a date"),
    (-10, "Before Christmas: nobody stays cold"), (-9, "We say a day and we come that day"),
    (-6, "One missed day is one call to the customer"), (-5, "What Parts needs is on the request"),
    (-4, "Eighty of a hundred promises kept"), (-3, "Every complaint has an answer in two days"),
    (-2, "Eighty-five of a hundred promises kept"), (-1, "Nobody asks a customer twice"),
)


class Absence(NamedTuple):
    """Days somebody was away, both included."""

    key: str
    person: str
    first: date
    last: date


def since(today, n):
    """The day the n-th person came; every twelfth one in the last year, in place of those who left.

    >>> [str(since(date(2026, 3, 9), n)) for n in (0, 1, 12)]
    ['2025-12-01', '2024-06-01', '2025-11-01']
    """
    months = 3 + n // 12 % 9 if n % 12 == 0 else NEWEST + n * 7 % (LONGEST - NEWEST)
    place = today.year * 12 + today.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def absences(clock, keys):
    """Two weeks of holiday each, some days ill; in the bad quarter every third person a week more.

    Days of the twelve months before this one alone: who is away today is another story.
    """
    found = []
    for n, person in enumerate(keys):
        random = Random(f"lindwater away {person}")
        spells = [(random.randint(-12, -1), 10), (random.randint(-12, -1), random.randint(1, 3))]
        if n % 3 == 0:
            spells.append((random.choice(BAD), 5))
        for number, (month, length) in enumerate(spells):
            days = clock.working_days(month)
            start = random.randrange(len(days) - length + 1)
            found.append(Absence(f"{person}_{number}", person, days[start], days[start + length - 1]))
    return found
