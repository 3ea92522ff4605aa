"""How many days of sales are still open. Pure; standard library only."""


def countback(owed, amounts):
    """Days back until what was invoiced makes up what is owed; ``None`` where the days do not reach that far.

    ``amounts``: invoiced day by day, the newest first. The last day counts by the share it takes. A season moves it
    less than an average of ninety days would.

    >>> countback(250, [100, 0, 100, 100]), countback(0, [100]), countback(250, [100])
    (3.5, 0.0, None)
    >>> countback(150, [100, -50, 200])
    2.5
    """
    if owed <= 0:
        return 0.0
    for day, amount in enumerate(amounts):
        if amount >= owed:
            return day + owed / amount
        owed -= amount
    return None
