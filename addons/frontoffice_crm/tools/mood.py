"""Customer mood from 0 to 100: drivers, weights and what each of them adds. No database.

A driver is a figure from -1 (as bad as it gets) to 1 (as good as it gets), or None where nothing is
known. The mood is 50 plus half of the weighted mean of what is known, so that an unknown customer
is neither happy nor unhappy, and it is only given from two known drivers on.
"""

DRIVERS = ("kept", "late_now", "complaints", "answers", "contact", "silent_breaks")
ENOUGH = 2


def kept(kept, decided):
    """Share of promises kept: 60 % or less is the worst, all of them the best.

    >>> kept(10, 10), kept(8, 10), kept(3, 10), kept(0, 0)
    (1.0, 0.0, -1.0, None)
    """
    return _scale(kept / decided, 0.6, 1.0) if decided else None


def late_now(late, open_ones):
    """Open promises that are late: none is good, any is bad.

    >>> late_now(0, 3), late_now(1, 4), late_now(4, 4), late_now(0, 0)
    (0.5, -0.625, -1.0, None)
    """
    if not open_ones:
        return None
    return -0.5 - 0.5 * late / open_ones if late else 0.5


def complaints(recent, still_open):
    """Complaints within half a year: none says nothing, each takes away, an open one more.

    >>> complaints(0, 0) is None, complaints(1, 0), complaints(1, 1), complaints(4, 2)
    (True, -0.4, -0.8, -1.0)
    """
    return max(-1.0, -0.4 * recent - 0.4 * still_open) if recent or still_open else None


def answers(good, middling, bad):
    """What they said when asked.

    >>> answers(3, 0, 0), answers(1, 0, 1), answers(0, 0, 0)
    (1.0, 0.0, None)
    """
    n = good + middling + bad
    return (good - bad) / n if n else None


def contact(days_since, usual_days):
    """Silence against what is usual for them: three times their usual gap is as bad as it gets.

    >>> contact(10, 30), contact(60, 30), contact(120, 30), contact(5, None)
    (0.3, -0.25, -1.0, None)
    """
    if usual_days is None or days_since is None:
        return None
    ratio = days_since / max(usual_days, 1)
    return 0.3 if ratio <= 1.5 else max(-1.0, -(ratio - 1.5) / 2)


def silent_breaks(silent, not_kept):
    """Of what was not kept, how much was broken without a word before.

    >>> silent_breaks(0, 2), silent_breaks(2, 2), silent_breaks(0, 0)
    (0.0, -1.0, None)
    """
    return -silent / not_kept if not_kept else None


def mood(drivers, weights):
    """(mood or None, {driver: points it adds to 50}).

    >>> mood({"kept": 1.0, "answers": 1.0}, {"kept": 3, "answers": 1})
    (100.0, {'kept': 37.5, 'answers': 12.5})
    >>> mood({"kept": 1.0, "answers": None}, {"kept": 3, "answers": 1})[0] is None
    True
    """
    known = {name: value for name, value in drivers.items() if value is not None and weights.get(name)}
    total = sum(weights[name] for name in known)
    if len(known) < ENOUGH or not total:
        return None, {}
    parts = {name: 50 * value * weights[name] / total for name, value in known.items()}
    return max(0.0, min(100.0, 50 + sum(parts.values()))), parts


def _scale(value, worst, best):
    middle = (worst + best) / 2
    return max(-1.0, min(1.0, round((value - middle) / (best - middle), 9)))
