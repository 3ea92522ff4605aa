"""Moments in other people's files: many ways to write them, one way to keep them."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

MOMENT = re.compile(
    r"(?:(?P<Y>\d{4})[-/.](?P<M>\d{1,2})[-/.](?P<D>\d{1,2})|(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4}))"
    r"(?:[T ]+(?P<H>\d{1,2}):(?P<MIN>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)


def parse_moment(text, zone="UTC"):
    """Naive UTC of a timestamp; without an offset it is local time in ``zone``.

    ISO 8601 with blank or T, year-first with / or ., and day-first with dots
    are read; 01/02/2026 could be either and is refused. ValueError otherwise.

    >>> parse_moment("2011-10-11 13:45:40.276000+02:00")
    datetime.datetime(2011, 10, 11, 11, 45, 40)
    >>> parse_moment("11.10.2011 13:45", "Europe/Amsterdam")
    datetime.datetime(2011, 10, 11, 11, 45)
    >>> parse_moment("2011-10-11"), parse_moment("2011-10-11T00:00:00Z")
    (datetime.datetime(2011, 10, 11, 0, 0), datetime.datetime(2011, 10, 11, 0, 0))
    """
    match = MOMENT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a date and time: {text!r}")
    part = match.groupdict()
    local = datetime(
        int(part["Y"] or part["y"]), int(part["M"] or part["m"]), int(part["D"] or part["d"]),
        int(part["H"] or 0), int(part["MIN"] or 0), int(part["S"] or 0),
    )  # fmt: skip
    if local.year < 1900:  # a sentinel such as 0001-01-01, and no offset can carry it out of range
        raise ValueError(f"not a date of a log: {text!r}")
    return local.replace(tzinfo=_zone(part["zone"], zone)).astimezone(timezone.utc).replace(tzinfo=None)


def _zone(offset, name):
    if not offset:
        return ZoneInfo(name)
    if offset.upper() in ("Z", "UTC"):
        return timezone.utc
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-size if offset[0] == "-" else size)
