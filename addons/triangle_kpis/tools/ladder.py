"""The promise ladder and the exact partition of what went wrong.

The input is the due cohort: one :class:`Due` per promise whose due moment has
passed (cancelled ones and those not yet due are left out by the caller).
"""

from collections import Counter
from typing import NamedTuple

PARTS = ("over", "enable", "deliver")
RUNGS = ("made", "standard", "realistic", "enabled", "kept", *PARTS, "heroic", "unknown", "overlap")


class Due(NamedTuple):
    """What is known of one due promise.

    ``standard`` made from a standard; ``realistic`` True, False or None when the
    capability was unknown; ``enabled`` everything the back office owed was there
    in time (nothing owed counts as enabled); ``kept`` fulfilled in time.
    """

    standard: bool
    realistic: bool | None
    enabled: bool
    kept: bool


def part(due):
    """Why a promise was not kept: the first match wins, so that the parts add up.

    Promised more than the house can do (external), else not enabled in time
    (internal), else not delivered (interactive). Unknown capability counts as
    realistic. ``None`` for a kept promise.

    >>> part(Due(True, False, False, False)), part(Due(True, None, False, False)), part(Due(True, True, True, False))
    ('over', 'enable', 'deliver')
    >>> part(Due(False, False, False, True)) is None
    True
    """
    if due.kept:
        return None
    if due.realistic is False:
        return "over"
    return "deliver" if due.enabled else "enable"


def ladder(promises):
    """Counts over a due cohort; every rung is counted on its own, none is nested in the one above.

    ``made = kept + over + enable + deliver`` always holds. ``heroic``: kept
    although not enabled; ``unknown``: capability unknown; ``overlap``: neither
    realistic nor enabled, which the first-match order hides.

    >>> counts = ladder([Due(True, True, True, True), Due(True, True, False, True), Due(False, False, False, False)])
    >>> counts["made"], counts["standard"], counts["realistic"], counts["enabled"], counts["kept"]
    (3, 2, 2, 1, 2)
    >>> counts["over"], counts["enable"], counts["deliver"], counts["heroic"], counts["overlap"]
    (1, 0, 0, 1, 1)
    """
    counts = Counter()
    for due in promises:
        counts.update(_counted(due))
    return {name: counts[name] for name in RUNGS}


def _counted(due):
    """The names one due promise counts for."""
    hit = {
        "made": True,
        "standard": due.standard,
        "realistic": due.realistic is not False,
        "enabled": due.enabled,
        part(due) or "kept": True,
        "heroic": due.kept and not due.enabled,
        "unknown": due.realistic is None,
        "overlap": not due.kept and due.realistic is False and not due.enabled,
    }
    return [name for name, counts in hit.items() if counts]


def shares(counts):
    """Every count as a share of what was made; ``None`` throughout when nothing was due.

    >>> shares(ladder([Due(True, True, True, True), Due(True, False, True, False)]))["over"]
    0.5
    >>> shares(ladder([]))["kept"] is None
    True
    """
    made = counts["made"]
    return {name: count / made if made else None for name, count in counts.items()}
