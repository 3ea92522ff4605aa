"""A calendar file (RFC 5545) of moments, with the standard library alone."""

from datetime import datetime, timedelta

LINE = 75  # octets


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


def stamp(moment: datetime) -> str:
    """A naive UTC moment.

    >>> stamp(datetime(2026, 1, 5, 9, 30))
    '20260105T093000Z'
    """
    return moment.strftime("%Y%m%dT%H%M%SZ")


def calendar(name: str, entries: list, now: datetime, minutes: int = 15) -> str:
    """The file. ``entries``: (uid, moment it ends, title, description, address); moments naive UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Service Triangle//Promises//EN", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}", "X-PUBLISHED-TTL:PT30M"]
    for uid, end, title, description, address in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp(now)}", f"DTSTART:{stamp(end - timedelta(minutes=minutes))}",
            f"DTEND:{stamp(end)}", f"SUMMARY:{escape(title)}", f"DESCRIPTION:{escape(description)}",
            f"URL:{address}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]
    return "\r\n".join(fold(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"
