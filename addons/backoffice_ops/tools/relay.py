"""The customer's time handed from department to department, like the baton of a relay.

What is left until the promise must be ready is split over the steps still to do by the share they
usually take (P80). A step that finishes early leaves its rest to those after it; one that finishes
late takes from them, and both can be read. Worked out when a step closes, never by the passing of
time. Seconds are working seconds of the promise's own calendar; nothing here looks into one.
"""

from dataclasses import dataclass


class Cycle(ValueError):
    """Steps that wait for each other. ``steps``: their keys, in the order they wait."""

    def __init__(self, steps):
        super().__init__(" -> ".join(str(step) for step in [*steps, steps[0]]))
        self.steps = list(steps)


@dataclass(frozen=True)
class Step:
    """One request: ``usual_s`` P80, ``after`` keys of the steps it waits for.

    ``until_s``: of a step that runs, when its share ends, seconds from now (negative: it is over). The
    share of a running step stands: nobody takes from it or adds to it any more.
    """

    key: int
    usual_s: int
    after: tuple = ()
    until_s: int | None = None

    @property
    def need_s(self):
        """Weight of a step that has not begun, at least one second."""
        return max(self.usual_s, 1)


def ordered(after):
    """Keys so that each comes after those it waits for; keys outside are taken as done.

    Raises Cycle.

    >>> ordered({3: (2,), 1: (), 2: (1, 9)})
    [1, 2, 3]
    >>> ordered({1: (2,), 2: (3,), 3: (2,)})  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    relay.Cycle: 2 -> 3 -> 2
    """
    result, waiting = [], {key: [other for other in others if other in after] for key, others in after.items()}
    while waiting:
        ready = sorted(key for key, others in waiting.items() if not any(other in waiting for other in others))
        if not ready:
            raise Cycle(_loop(waiting))
        result += ready
        for key in ready:
            del waiting[key]
    return result


def _loop(waiting):
    """The keys of one loop among steps of which each waits for another one."""
    key, seen = min(waiting), []
    while key not in seen:
        seen.append(key)
        key = min(other for other in waiting[key] if other in waiting)
    loop = seen[seen.index(key):]
    first = loop.index(min(loop))
    return loop[first:] + loop[:first]


def split(steps, left_s):
    """{key: (from, to)} working seconds from now; the share of a step is the part between.

    What runs keeps its end; what waits shares the time after it. Along each way through the steps the
    shares add up to no more than ``left_s``, along the longest to exactly that. No time left: every
    share is empty.

    >>> split([Step(1, 3600), Step(2, 7200, after=(1,))], 9000)
    {1: (0, 3000), 2: (3000, 9000)}
    >>> split([Step(1, 3600), Step(2, 7200)], 9000)
    {1: (0, 9000), 2: (0, 9000)}
    >>> split([Step(1, 3600, until_s=4000), Step(2, 7200, after=(1,)), Step(3, 7200, after=(2,))], 9000)
    {1: (0, 4000), 2: (4000, 6500), 3: (6500, 9000)}
    >>> split([Step(1, 3600)], -5)
    {1: (0, 0)}
    """
    known = {step.key: step for step in steps}
    after = {step.key: tuple(key for key in step.after if key in known) for step in steps}
    base, head, tail = {}, {}, dict.fromkeys(known, 0)
    for key in ordered(after):
        base[key], head[key] = _before(key, known, after, base, head)
    for key in reversed(list(base)):
        for other in after[key]:
            tail[other] = max(tail[other], known[key].need_s + tail[key])
    return {key: _part(known[key], base[key], head[key], tail[key], max(left_s, 0)) for key in base}


def _part(step, base, head, tail, left_s):
    """(from, to) of one step: of the time after ``base``, the part its need is of the way through it."""
    if step.until_s is not None:
        return 0, max(step.until_s, 0)
    start, room, way = min(base, left_s), max(left_s - base, 0), head + step.need_s + tail
    return start + room * head // way, start + room * (head + step.need_s) // way


def _before(key, known, after, base, head):
    """(when the last running step on the way to this one ends, seconds of the waiting ones after that)."""
    if known[key].until_s is not None:
        return 0, 0
    bases, heads = [0], [0]
    for other in after[key]:
        until = known[other].until_s
        bases.append(base[other] if until is None else max(until, 0))
        heads.append(0 if until is not None else head[other] + known[other].need_s)
    return max(bases), max(heads)


def shares(plan):
    """{key: seconds} of a plan of :func:`split`.

    >>> shares({1: (0, 3000), 2: (3000, 9000)})
    {1: 3000, 2: 6000}
    """
    return {key: stop - start for key, (start, stop) in plan.items()}


def moved(before, after):
    """{key: seconds} by which the share of a step grew (passed on) or shrank (eaten); zeros left out.

    >>> moved({1: 3000, 2: 6000, 3: 100}, {2: 4500, 3: 100, 4: 7})
    {2: -1500}
    """
    return {key: after[key] - before[key] for key in after if key in before and after[key] != before[key]}
