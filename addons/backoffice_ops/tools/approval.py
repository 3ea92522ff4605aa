"""What the people asked in one approval step add up to. Pure, standard library only."""

ASKED, APPROVED, DECLINED, DROPPED = "asked", "approved", "declined", "dropped"
WAITING = "waiting"
OPEN = (WAITING, ASKED)


def outcome(mode, answers):
    """"approved", "declined" or None while it is open.

    ``mode`` "any": the first answer decides. "all": everybody agrees, and one no is a no. Whoever is
    not asked any more ("dropped") does not count.

    >>> outcome("any", ["asked", "approved"]), outcome("all", ["asked", "approved"])
    ('approved', None)
    >>> outcome("all", ["approved", "approved", "dropped"]), outcome("all", ["asked", "declined"])
    ('approved', 'declined')
    >>> outcome("any", []) is None
    True
    """
    given = [answer for answer in answers if answer in (APPROVED, DECLINED)]
    if mode == "any":
        return given[0] if given else None
    if DECLINED in given:
        return DECLINED
    return APPROVED if given and ASKED not in answers else None


def applies(step, amount):
    """Whether a step is asked for ``amount``, in the currency the step was written in.

    >>> applies({"amount_from": 0}, 0), applies({"amount_from": 500}, 499.99), applies({"amount_from": 500}, 500)
    (True, False, True)
    """
    return not step.get("amount_from") or amount >= step["amount_from"]


def expand(steps, levels):
    """The path one by one: a step for the chain of managers becomes one step a level.

    ``levels``: how many managers there are above the sender; never less than one is asked.

    >>> [(s["who"], s.get("level")) for s in expand([{"who": "chain", "levels": 3}, {"who": "person"}], 2)]
    [('chain', 1), ('chain', 2), ('person', None)]
    >>> len(expand([{"who": "chain", "levels": 3}], 0))
    1
    """
    path = []
    for step in steps:
        if step["who"] == "chain":
            count = max(1, min(step.get("levels") or 1, levels))
            path += [{**step, "level": level} for level in range(1, count + 1)]
        else:
            path.append(step)
    return path
