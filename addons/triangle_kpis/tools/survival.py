"""How long things take when some of them are not finished yet. Pure; standard library only."""


def survival(closed, still_open):
    """[(time, share that takes longer)]: the product-limit estimate of Kaplan & Meier (1958), one step per time.

    ``closed``: times of what is finished; ``still_open``: how long the others have taken so far. One that is as old as
    a finished one counts as at risk then. The 6-MP arm of Freireich et al. (1963), in weeks:

    >>> relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    >>> steps = survival(relapsed, [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    >>> [(week, round(share, 3)) for week, share in steps]
    [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.69), (16, 0.627), (22, 0.538), (23, 0.448)]
    """
    ended, share, steps = {}, 1.0, []
    for time in closed:
        ended[time] = ended.get(time, 0) + 1
    every = sorted([*closed, *still_open])
    gone = 0
    for time in sorted(ended):
        while every[gone] < time:
            gone += 1
        share *= 1 - ended[time] / (len(every) - gone)
        steps.append((time, share))
    return steps


def quantile(closed, still_open, share):
    """The first time by which ``share`` of all are finished; ``None`` where the record does not reach that far.

    >>> quantile([6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], 0.5)
    23
    >>> quantile([1, 2, 3, 4], [], 0.5), quantile([1], [5, 5], 0.5), quantile([], [], 0.5)
    (2, None, None)
    """
    return next((time for time, longer in survival(closed, still_open) if longer <= 1 - share + 1e-12), None)
