"""How long somebody will wait, from how fast people were called lately. Pure: seconds in, seconds out."""

from statistics import median

ENOUGH = 5  # fewer measured turns say nothing


def turns(served):
    """Seconds between two calls while somebody was waiting: the pace of the line.

    ``served``: (arrived, called) in seconds, any order. A call counts as a turn when the person
    was already there at the call before; the pause of an empty line is nobody's pace.

    >>> turns([(0, 100), (50, 220), (900, 910), (905, 1000)])
    [120, 90]
    >>> turns([(0, 100)])
    []
    """
    calls = sorted((called, arrived) for arrived, called in served)
    return [
        called - before
        for (before, _who), (called, arrived) in zip(calls, calls[1:], strict=False)
        if arrived <= before < called
    ]


def estimate(served, position):
    """Seconds until the ``position``-th in line (1 = next) is called; None when too few turns are known.

    >>> calm = [(0, 60 * n) for n in range(1, 8)]
    >>> estimate(calm, 1), estimate(calm, 3)
    (60, 180)
    >>> estimate(calm[:4], 1) is None
    True
    >>> estimate(calm, 0)
    0
    """
    known = turns(served)
    if len(known) < ENOUGH:
        return None
    return round(median(known) * position)


def rounded_minutes(seconds):
    """Minutes as people say them: exact to ten, then in fives, never "0 minutes" for a real wait.

    >>> [rounded_minutes(s) for s in (0, 20, 200, 660, 1400)]
    [0, 1, 3, 10, 25]
    >>> rounded_minutes(None) is None
    True
    """
    if seconds is None:
        return None
    minutes = seconds / 60
    if minutes <= 10:
        return max(1, round(minutes)) if seconds else 0
    return 5 * round(minutes / 5)
