"""Answers nobody can be recognised in: cells of at least five, and nothing to subtract one from."""

LEAST = 5
REST = 0  # the cell of everybody who is in no cell of their own


def cells(counts, least=LEAST):
    """{key: cell} of groups with so many answers; a cell is a key of its own or REST.

    Groups too small go into one cell; while that is still too small, the smallest other joins it, so
    that taking the cells shown from the total never leaves fewer than ``least``. Empty when all
    together are too few.

    >>> cells({1: 9, 2: 5})
    {1: 1, 2: 2}
    >>> cells({1: 9, 2: 3})
    {1: 0, 2: 0}
    >>> cells({1: 9, 2: 3, 3: 2, 4: 6})
    {1: 1, 2: 0, 3: 0, 4: 4}
    >>> cells({1: 4})
    {}
    """
    if sum(counts.values()) < least:
        return {}
    rest = {key for key, n in counts.items() if n < least}
    big = sorted((key for key in counts if key not in rest), key=lambda key: (counts[key], key))
    while rest and sum(counts[key] for key in rest) < least:
        rest.add(big.pop(0))
    return {key: REST if key in rest else key for key in counts}


def enps(scores):
    """Share of 9 and 10 less share of 0 to 6, in points; None without answers.

    >>> enps([10, 9, 8, 3]), enps([])
    (25, None)
    """
    if not scores:
        return None
    return round(100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores))


def mean(values):
    """Mean to one decimal, None without answers.

    >>> mean([4, 5]), mean([])
    (4.5, None)
    """
    return round(sum(values) / len(values), 1) if values else None
