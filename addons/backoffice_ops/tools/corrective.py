"""Whether a change made a difference, said no louder than the numbers allow. Pure, standard library only."""

LEAST = 5  # with fewer before, or with nothing to compare, nobody can tell


def effect(before, before_n, after, after_n):
    """"fewer", "same" or "few" (too few to judge), by the share of the trouble before and after.

    >>> effect(8, 40, 2, 40), effect(8, 40, 8, 20), effect(2, 40, 0, 40), effect(8, 40, 0, 0)
    ('fewer', 'same', 'few', 'few')
    """
    if before < LEAST or not before_n or not after_n:
        return "few"
    return "fewer" if after / after_n < before / before_n else "same"
