"""Free times for appointments: interval arithmetic over whole seconds since 1970, UTC.

Working hours, absences and bookings come in as (start, stop) pairs; a change of summer time is
nothing special here. An interval owns its start and not its stop, so touching is not overlapping.
"""

from bisect import bisect_left, bisect_right


def union(intervals):
    """Sorted and disjoint; touching ones become one, empty ones disappear.

    >>> union([(5, 9), (1, 3), (3, 4), (8, 12), (7, 7)])
    [(1, 4), (5, 12)]
    """
    result = []
    for start, stop in sorted(intervals):
        if start >= stop:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def intersection(one, other):
    """What lies in both.

    >>> intersection([(0, 10), (20, 30)], [(5, 25)])
    [(5, 10), (20, 25)]
    """
    one, other = union(one), union(other)
    result, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        start, stop = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < stop:
            result.append((start, stop))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return result


def difference(one, taken):
    """What lies in the first and not in the second.

    >>> difference([(0, 10)], [(2, 3), (5, 20)])
    [(0, 2), (3, 5)]
    >>> difference([(0, 10)], [])
    [(0, 10)]
    """
    result, taken = [], union(taken)
    for start, stop in union(one):
        for busy_start, busy_stop in taken[max(0, bisect_left(taken, (start, start)) - 1):]:
            if busy_stop <= start:
                continue
            if busy_start >= stop:
                break
            if busy_start > start:
                result.append((start, busy_start))
            start = max(start, busy_stop)
        if start < stop:
            result.append((start, stop))
    return result


class Free:
    """When one person or room can be had.

    >>> desk = Free([(0, 100)], [(40, 50)])
    >>> desk.has(0, 40), desk.has(30, 45), desk.has(50, 100), desk.has(90, 101)
    (True, False, True, False)
    """

    def __init__(self, hours, busy=()):
        self.intervals = difference(hours, busy)
        self._busy = union(busy)
        self._starts = [start for start, _stop in self.intervals]

    def has(self, start, stop):
        """Whether the whole time from start to stop is free."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and stop <= self.intervals[index][1]

    def taken_between(self, start, stop):
        """Whether a booking lies in that time; closing time is none.

        >>> Free([(0, 100)], [(40, 50)]).taken_between(30, 41), Free([(0, 100)], []).taken_between(90, 200)
        (True, False)
        """
        return bool(intersection(self._busy, [(start, stop)]))


def grid(hours, length, step, first, last):
    """Starts on a regular clock from each opening on, between first and last (both allowed).

    >>> grid([(100, 200)], 30, 20, 0, 1000)
    [100, 120, 140, 160]
    >>> grid([(100, 200)], 30, 20, 115, 140)
    [120, 140]
    """
    starts = []
    for opening, closing in union(hours):
        skip = max(0, -(-(first - opening) // step))
        start = opening + skip * step
        while start + length <= closing and start <= last:
            starts.append(start)
            start += step
    return starts


def offer(starts, length, buffer, people, rooms=None):
    """{start: (ids of people, ids of rooms)} of those starts at which somebody, and a room, is free.

    ``people`` and ``rooms`` are {id: Free}; without rooms no room is asked for. The buffer after
    an appointment belongs to it, but may run into closing time.

    >>> ana, ben = Free([(0, 100)], [(30, 60)]), Free([(0, 50)])
    >>> offer([0, 30, 60], 30, 0, {1: ana, 2: ben})
    {0: ([1, 2], []), 60: ([1], [])}
    >>> offer([0, 30], 30, 0, {1: ana, 2: ben}, {9: Free([(0, 30)])})
    {0: ([1, 2], [9])}
    """
    found = {}
    for start in starts:
        stop = start + length
        who = [key for key, free in people.items() if _fits(free, start, stop, buffer)]
        where = [key for key, free in (rooms or {}).items() if _fits(free, start, stop, buffer)]
        if who and (rooms is None or where):
            found[start] = (who, where)
    return found


def _fits(free, start, stop, buffer):
    """Free until stop, and after it either for the buffer or until closing time, not until a booking."""
    return free.has(start, stop) and (not buffer or not free.taken_between(stop, stop + buffer))
