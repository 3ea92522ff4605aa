"""The customer's time handed from department to department, like the baton of a relay.

What is left until the promise must be ready is split over the steps still to do by the share they
usually take (P80). A step that finishes early leaves its rest to those after it; one that finishes
late takes from them, and both can be read. Worked out when a step closes, never by the passing of
time. Seconds are working seconds of the promise's own calendar; nothing here looks into one.
"""

from dataclasses import dataclass

MIN_SHARE = 10  # a step that is over its usual time still needs a tenth of it


class Cycle(ValueError):
    """Steps that wait for each other. ``steps``: their keys, in the order they wait."""

    def __init__(self, steps):
        super().__init__(" -> ".join(str(step) for step in [*steps, steps[0]]))
        self.steps = list(steps)


@dataclass(frozen=True)
class Step:
    """One request: ``usual_s`` P80, ``used_s`` worked so far, ``after`` keys of the steps it waits for."""

    key: int
    usual_s: int
    used_s: int = 0
    after: tuple = ()

    @property
    def need_s(self):
        """Seconds it is still expected to take, at least one."""
        return max(self.usual_s - self.used_s, self.usual_s // MIN_SHARE, 1)


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

    Along each way through the steps the shares add up to no more than ``left_s``, along the longest
    to exactly that. No time left: every share is empty.

    >>> split([Step(1, 3600), Step(2, 7200, after=(1,))], 9000)
    {1: (0, 3000), 2: (3000, 9000)}
    >>> split([Step(1, 3600), Step(2, 7200)], 9000)
    {1: (0, 9000), 2: (0, 9000)}
    >>> split([Step(1, 3600)], -5)
    {1: (0, 0)}
    """
    known = {step.key: step for step in steps}
    after = {step.key: tuple(key for key in step.after if key in known) for step in steps}
    order, left_s = ordered(after), max(left_s, 0)
    head, tail = {}, dict.fromkeys(known, 0)
    for key in order:
        head[key] = max((head[other] + known[other].need_s for other in after[key]), default=0)
    for key in reversed(order):
        for other in after[key]:
            tail[other] = max(tail[other], known[key].need_s + tail[key])
    result = {}
    for key in order:
        need = known[key].need_s
        way = head[key] + need + tail[key]
        result[key] = (left_s * head[key] // way, left_s * (head[key] + need) // way)
    return result


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
