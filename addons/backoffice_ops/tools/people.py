"""Who could stand in for whom: pure sums over plain values, no database. No order says who is better."""

FEW = 10  # fewer requests than this say nothing about a training
COVERED = 2  # this many people who can do it are enough


def single_experts(rows):
    """Types that at most one person did, the largest share of the department's hours first.

    ``rows``: (type, person, count, hours). Returns [(type, person, count, share of all hours)].

    >>> rows = [("credit", "ines", 9, 18.0), ("refund", "ines", 4, 2.0), ("refund", "tom", 5, 20.0)]
    >>> single_experts(rows)
    [('credit', 'ines', 9, 0.45)]
    >>> single_experts([])
    []
    """
    people, everything = {}, sum(row[3] for row in rows)
    for kind, person, count, hours in rows:
        people.setdefault(kind, []).append((person, count, hours))
    alone = [(kind, *done[0]) for kind, done in people.items() if len(done) == 1]
    alone.sort(key=lambda row: (-row[3], -row[2]))
    return [(kind, person, count, hours / everything if everything else 0.0) for kind, person, count, hours in alone]


def propose(needs, people, knows):
    """Pairs that would give a second person to each need, every learner about as often.

    ``needs``: [(key, teacher, reason)]; ``people``: ids; ``knows``: {key: ids that know a little of it}.
    Returns [(teacher, learner, [reasons])], in the order of the needs.

    >>> propose([("credit", 1, "only 1"), ("gas", 2, "only 2")], [1, 2, 3], {"gas": {1}})
    [(1, 2, ['only 1']), (2, 1, ['only 2'])]
    >>> propose([("credit", 1, "only 1")], [1], {})
    []
    """
    busy, found = dict.fromkeys(people, 0), {}
    for key, teacher, reason in needs:
        others = [person for person in people if person != teacher]
        if not others:
            continue
        known = knows.get(key, ())
        again = {pair[1] for pair in found if pair[0] == teacher}
        learner = min(others, key=lambda p: (p not in known, p not in again, busy[p], others.index(p)))
        busy[learner] += (teacher, learner) not in found
        found.setdefault((teacher, learner), []).append(reason)
    return [(teacher, learner, reasons) for (teacher, learner), reasons in found.items()]


def judged(count, right, hours):
    """Share right first time and usual hours of a span, or None of both where there are too few.

    >>> judged(20, 15, 3.5), judged(9, 9, 1.0)
    ({'n': 20, 'right': 75.0, 'hours': 3.5}, {'n': 9, 'right': None, 'hours': None})
    """
    enough = count >= FEW
    return {
        "n": count, "right": round(100 * right / count, 1) if enough else None,
        "hours": round(hours, 2) if enough and hours is not None else None,
    }
