"""The other people of the sample company: all who have no login, so that it has a hundred and twenty. Pure data.

22 in front, 70 engineers and 28 behind, in two places. Names are made like those of customers, always the same.
"""

from typing import NamedTuple

SITES = (("north", "Lindwater North"), ("south", "Lindwater South"))
#: code, name, head: beside the departments that requests go to
DEPARTMENTS = (("service", "Customer service", "grace"), ("sales", "Sales and marketing", "lukas"),
               ("engineers_north", "Engineers North", None), ("engineers_south", "Engineers South", None))
#: department and job of who has a login and is in none of those that requests go to
SEATS = {"priya": ("service", "Front desk"), "omar": ("service", "Front desk"), "lukas": ("sales", "Head of sales"),
         "chloe": ("sales", "Marketing"), "helen": (None, "Director")}
JOBS = {
    "grace": "Service lead", "ines": "Head of finance", "tomas": "Accountant", "jonas": "Head of parts",
    "noah": "Storekeeper", "mei": "Head of HR", "sam": "Head of IT", "elif": "Counsel", "arjun": "Quality lead",
}
#: department, job, how many, in which place (None: every other one in each)
FRONT = (("service", "Front desk", 9, None), ("service", "Service adviser", 5, None), ("sales", "Sales", 2, None),
         ("sales", "Marketing", 1, "south"))
ENGINEERS = (("engineers_north", "Lead engineer", 3, "north"), ("engineers_north", "Engineer", 27, "north"),
             ("engineers_north", "Apprentice", 4, "north"), ("engineers_south", "Lead engineer", 3, "south"),
             ("engineers_south", "Engineer", 29, "south"), ("engineers_south", "Apprentice", 4, "south"))
BEHIND = (("finance", "Accountant", 4, None), ("parts", "Storekeeper", 6, None), ("dispatch", "Dispatcher", 5, None),
          ("hr", "HR adviser", 1, "south"), ("it", "IT support", 2, None), ("quality", "Inspector", 1, "north"))
FIRST = ("Amelia", "Bogdan", "Carmen", "Declan", "Esther", "Farid", "Gareth", "Hiba", "Imogen", "Jakub", "Keira",
         "Liam", "Marta", "Niall", "Olga", "Paulo", "Qasim", "Rosa", "Stefan", "Tara", "Uma", "Viktor", "Wanda")
LAST = ("Adeyemi", "Barlow", "Cohen", "Dobson", "Eriksen", "Fletcher", "Gallo", "Hussain", "Ivanov", "Jarvis",
        "Kowalski", "Lindqvist", "Mahmood", "Norris", "Osei", "Pereira", "Quinn", "Rahman", "Sato")


class Colleague(NamedTuple):
    """Somebody without a login."""

    key: str
    name: str
    department: str
    job: str
    site: str
    leads: bool


def colleagues():
    """Everybody without a login, always the same.

    >>> people = colleagues()
    >>> len(people), len({person.name for person in people}), people[0].name, people[0].site
    (106, 106, 'Amelia Adeyemi', 'north')
    >>> [sum(line[2] for line in lines) for lines in (FRONT, ENGINEERS, BEHIND)]
    [17, 70, 19]
    """
    found = []
    for department, job, count, site in (*FRONT, *ENGINEERS, *BEHIND):
        for _each in range(count):
            n = len(found)
            found.append(Colleague(
                f"s{n:03d}", f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]}", department, job,
                site or SITES[n % 2][0], job == "Lead engineer"))
    return found


def engineers():
    """The colleagues in the field."""
    return [person for person in colleagues() if person.department.startswith("engineers")]


def site_of(n):
    """The place of the n-th of those with a login: every other one in each."""
    return SITES[n % 2][0]
