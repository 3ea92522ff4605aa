"""How far groups of customers are apart, as if all had come the same ways.

A group's share is standardised directly: its share on each channel, weighted by the channels of the
whole company. The gap is the best group's share minus the worst one's. Pure; standard library only.
"""

import random

FEWEST = 30  # records in a group, below it stays out
DRAWS = 500


def standardised(cells, weights):
    """Share of one group weighted by ``weights``, over the channels it came by.

    ``cells``: {channel: (counted, n)}; ``weights``: {channel: n of the whole company}.

    >>> standardised({"phone": (9, 10), "mail": (5, 10)}, {"phone": 30, "mail": 10})
    0.8
    >>> standardised({"phone": (9, 10)}, {"phone": 30, "mail": 10})
    0.9
    """
    known = {channel: cell for channel, cell in cells.items() if cell[1]}
    total = sum(weights[channel] for channel in known)
    return sum(weights[channel] * k / n for channel, (k, n) in known.items()) / total if total else None


def gap(groups):
    """(gap, best group, worst group) of the groups with enough records; None with fewer than two.

    ``groups``: {group: {channel: (counted, n)}}.

    >>> far = {"firms": {"phone": (40, 40)}, "people": {"phone": (30, 40)}, "few": {"phone": (0, 9)}}
    >>> gap(far)
    (0.25, 'firms', 'people')
    >>> gap({"firms": {"phone": (40, 40)}}) is None
    True
    """
    weights = {}
    for cells in groups.values():
        for channel, (_k, n) in cells.items():
            weights[channel] = weights.get(channel, 0) + n
    shares = {
        group: standardised(cells, weights) for group, cells in sorted(groups.items())
        if sum(n for _k, n in cells.values()) >= FEWEST
    }
    if len(shares) < 2:
        return None
    best, worst = max(shares, key=shares.get), min(shares, key=shares.get)
    return shares[best] - shares[worst], best, worst


def interval(groups, seed=37, draws=DRAWS):
    """95 % interval of the gap: every cell drawn again, ``draws`` times from a fixed seed.

    >>> low, high = interval({"firms": {"phone": (40, 40)}, "people": {"phone": (30, 40)}})
    >>> 0.1 < low < 0.25 < high < 0.45
    True
    """
    if gap(groups) is None:
        return None
    dice, found = random.Random(seed), []
    for _draw in range(draws):
        drawn = {group: {channel: (_drawn(dice, k, n), n) for channel, (k, n) in sorted(cells.items())}
                 for group, cells in sorted(groups.items())}
        found.append(gap(drawn)[0])
    found.sort()
    return found[round(0.025 * (draws - 1))], found[round(0.975 * (draws - 1))]


def _drawn(dice, k, n):
    """A binomial draw of n with share k/n; beyond a thousand its normal likeness, which is quicker."""
    share = k / n if n else 0
    if n > 1000:
        return min(n, max(0, round(dice.gauss(n * share, (n * share * (1 - share)) ** 0.5))))
    return sum(dice.random() < share for _i in range(n))
