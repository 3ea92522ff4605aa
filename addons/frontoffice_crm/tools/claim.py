"""Whether what we advertise is true today."""

MARGIN = 0.05  # this close below the wanted share is a warning, not yet a lie


def status(kept: int, of: int, share: float, least: int) -> str:
    """true, risk, untrue or unproven from promises kept of those decided.

    ``share``: part that has to be kept (0–1); ``least``: promises needed before anything is said.

    >>> status(95, 100, 0.9, 30), status(87, 100, 0.9, 30), status(60, 100, 0.9, 30), status(5, 5, 0.9, 30)
    ('true', 'risk', 'untrue', 'unproven')
    """
    if of < max(least, 1):
        return "unproven"
    if kept >= share * of - 1e-9:
        return "true"
    return "risk" if kept >= (share - MARGIN) * of - 1e-9 else "untrue"


def untrue_days(statuses: list) -> int:
    """How many days in a row it has been untrue, from (day, status) with the latest first.

    >>> from datetime import date as d
    >>> untrue_days([(d(2026, 1, 3), "untrue"), (d(2026, 1, 2), "untrue"), (d(2025, 12, 30), "untrue")])
    2
    """
    count, expected = 0, None
    for day, word in statuses:
        if word != "untrue" or (expected and day != expected):
            break
        count, expected = count + 1, type(day).fromordinal(day.toordinal() - 1)
    return count
