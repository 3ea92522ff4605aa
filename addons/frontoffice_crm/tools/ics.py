"""A calendar file (RFC 5545) of moments, with the standard library alone."""

from datetime import datetime, timedelta

LINE = 75  # octets
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Service Triangle//Front Office//EN", "CALSCALE:GREGORIAN")


def escape(text: str) -> str:
    r"""Text of a property.

    >>> escape("a, b; c\nd")
    'a\\, b\\; c\\nd'
    """
    for char in "\\,;":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def fold(line: str) -> str:
    """Lines of at most 75 octets, never inside a character.

    >>> [len(part) for part in fold("X" * 100).split("\\r\\n")]
    [75, 26]
    """
    parts, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += octets
    return "\r\n".join(parts)


def moment(value: datetime) -> str:
    """A naive UTC moment.

    >>> moment(datetime(2026, 1, 5, 9, 30))
    '20260105T093000Z'
    """
    return value.strftime("%Y%m%dT%H%M%SZ")


def event(uid: str, start: datetime, stop: datetime, title: str, stamp: datetime, **more) -> list:
    """Lines of one entry. ``more``: location, description, url, sequence, cancelled, free (does not block
    the time). Moments are naive UTC."""
    lines = [
        "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{moment(stamp)}", f"DTSTART:{moment(start)}",
        f"DTEND:{moment(stop)}", f"SUMMARY:{escape(title)}", f"SEQUENCE:{more.get('sequence') or 0}",
        f"STATUS:{'CANCELLED' if more.get('cancelled') else 'CONFIRMED'}",
    ]
    lines += [f"{name.upper()}:{escape(more[name])}" for name in ("location", "description") if more.get(name)]
    lines += [f"URL:{more['url']}"] if more.get("url") else []
    return [*lines, *(["TRANSP:TRANSPARENT"] if more.get("free") else []), "END:VEVENT"]


def calendar(uid: str, start: datetime, stop: datetime, title: str, *, stamp: datetime, **more) -> str:
    """A file of one entry, to be opened once: the invitation or, ``cancelled``, its end. See ``event``."""
    method = "METHOD:CANCEL" if more.get("cancelled") else "METHOD:PUBLISH"
    return _file([method], event(uid, start, stop, title, stamp, **more))


def feed(name: str, entries: list, stamp: datetime, minutes: int = 15) -> str:
    """A file that calendars fetch again and again. ``entries``: (uid, moment due, title, description, url);
    each ends when it is due and is ``minutes`` long."""
    lines = []
    for uid, due, title, description, url in entries:
        start = due - timedelta(minutes=minutes)
        lines += event(uid, start, due, title, stamp, description=description, url=url, free=True)
    return _file(["METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}", "X-PUBLISHED-TTL:PT30M"], lines)


def _file(head: list, lines: list) -> str:
    return "\r\n".join(fold(line) for line in [*HEAD, *head, *lines, "END:VCALENDAR"]) + "\r\n"
