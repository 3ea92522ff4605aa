"""Who gets the next item, and why: pure choice over plain values, no database.

An item goes to somebody who is present and has room for it. What else is asked for (a language, a
skill) is given up step by step when nobody offers it, and that is said; presence and capacity never
are.
"""

from dataclasses import dataclass, field
from datetime import datetime

ROUND_ROBIN, LEAST_LOADED, SKILLED, PERSON = "round_robin", "least_loaded", "skilled", "person"
POLICIES = (ROUND_ROBIN, LEAST_LOADED, SKILLED, PERSON)
#: what is given up when nobody offers everything, in this order
RELAXATIONS = (
    (), ("had_it",), ("had_it", "language"), ("had_it", "language", "level"), ("had_it", "language", "level", "skill"),
)
EPOCH = datetime(1970, 1, 1)


@dataclass
class Candidate:
    """One person who could take items. ``load`` and ``capacity`` are in weights of items."""

    id: int
    capacity: float
    load: float = 0.0
    present: bool = True
    languages: frozenset = frozenset()
    last_at: datetime | None = None  # when this person last got something, naive UTC


@dataclass(frozen=True)
class Item:
    """What waits for somebody. ``due_at``: the first thing promised about it, naive UTC."""

    id: int
    arrived_at: datetime
    due_at: datetime | None = None
    weight: float = 1.0
    policy: str = LEAST_LOADED
    language: str | None = None
    person: int | None = None
    skills: dict = field(default_factory=dict)  # {person id: level}; empty: nothing asked for
    skilled: bool = False  # a skill is asked for, so who is not in ``skills`` lacks it
    had_it: frozenset = frozenset()  # people it was taken back from
    lower: dict = field(default_factory=dict)  # {person id: level} of those who know it, but not well enough
    firm: frozenset = frozenset()  # codes that are not given up (yet)
    only: frozenset | None = None  # people it may be shown to; None: everybody


@dataclass(frozen=True)
class Choice:
    """``person`` is None when nobody can take it now. ``verdicts``: {person id: code}."""

    item: int
    person: int | None
    relaxed: tuple
    verdicts: dict


def in_order(items, now):
    """Least time left to what was promised first, then the oldest.

    >>> at = datetime(2026, 1, 5, 9)
    >>> from datetime import timedelta
    >>> old, due = Item(1, at), Item(2, at + timedelta(hours=1), at + timedelta(hours=3))
    >>> [item.id for item in in_order([old, due], at)]
    [2, 1]
    """
    far = (1, 0.0)
    return sorted(items, key=lambda item: (
        (0, (item.due_at - now).total_seconds()) if item.due_at else far, item.arrived_at, item.id,
    ))


def choose(item, candidates):
    """The person for one item, with a verdict for each candidate.

    >>> ana, ben = Candidate(1, 2, load=1), Candidate(2, 2)
    >>> choose(Item(7, EPOCH), [ana, ben]).person
    2
    >>> busy = Candidate(3, 1, load=1)
    >>> choose(Item(7, EPOCH), [busy]).verdicts
    {3: 'full'}
    >>> learner = Item(8, EPOCH, skilled=True, lower={2: 50}, firm=frozenset({"level"}))
    >>> choose(learner, [ben]).person, choose(Item(8, EPOCH, skilled=True, lower={2: 50}), [ben]).relaxed
    (None, ('level',))
    """
    hard = {c.id: _hard(item, c) for c in candidates}
    soft = {c.id: _soft(item, c) for c in candidates}
    for relaxed in RELAXATIONS:
        able = [
            c for c in candidates if not hard[c.id] and not (soft[c.id] - (set(relaxed) - item.firm))
        ]
        if able:
            best = min(able, key=lambda c: _rank(item, c))
            return Choice(item.id, best.id, _given_up(soft[best.id]), _verdicts(hard, soft, able, best))
    return Choice(item.id, None, (), _verdicts(hard, soft, [], None))


def _given_up(missing):
    return tuple(code for code in ("had_it", "language", "level", "skill") if code in missing)


def _hard(item, candidate):
    """Why this person cannot take the item at all, or an empty text."""
    if item.policy == PERSON and candidate.id != item.person:
        return "other"
    if item.only is not None and candidate.id not in item.only:
        return "closed"
    if not candidate.present:
        return "absent"
    return "full" if candidate.load + item.weight > candidate.capacity + 1e-9 else ""


def _soft(item, candidate):
    """What the item asks for and this person lacks."""
    missing = set()
    if item.language and item.language not in candidate.languages:
        missing.add("language")
    if item.skilled and candidate.id not in item.skills:
        missing.add("level" if candidate.id in item.lower else "skill")
    if candidate.id in item.had_it:
        missing.add("had_it")
    return missing


def _verdicts(hard, soft, able, best):
    able = {c.id for c in able}
    result = {}
    for person, code in hard.items():
        if best and person == best.id:
            result[person] = "chosen"
        elif code:
            result[person] = code
        elif person in able:
            result[person] = "next"
        else:
            result[person] = sorted(soft[person])[0]
    return result


def _rank(item, candidate):
    share = candidate.load / candidate.capacity if candidate.capacity else 1.0
    turn = candidate.last_at or EPOCH
    if item.policy == ROUND_ROBIN:
        return (turn, share, candidate.id)
    if item.policy == SKILLED:
        level = item.skills.get(candidate.id) or item.lower.get(candidate.id, 0)
        return (-level, share, turn, candidate.id)
    return (share, turn, candidate.id)


def plan(items, candidates, now):
    """Give out as many items as there is room for, the most urgent first.

    Updates the load and last turn of the candidates as it goes; nobody ends above capacity.
    Returns the choices in that order, those without a person included.

    >>> two = [Candidate(1, 1), Candidate(2, 1)]
    >>> [c.person for c in plan([Item(n, EPOCH) for n in (1, 2, 3)], two, EPOCH)]
    [1, 2, None]
    """
    by_id = {c.id: c for c in candidates}
    choices = []
    for turn, item in enumerate(in_order(items, now)):
        choice = choose(item, candidates)
        if choice.person is not None:
            person = by_id[choice.person]
            person.load += item.weight
            person.last_at = now.replace(microsecond=min(turn, 999_999))
        choices.append(choice)
    return choices
