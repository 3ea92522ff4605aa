"""One page of many dated lists, newest first, continued from where the last page ended. No database.

A cursor is the (moment, source, id) of the last line shown. Paging by it costs the same on every
page, and lines that come in meanwhile move nothing.
"""

from datetime import datetime


def order(line):
    """Newest first; lines of one moment by source and id, so that no two are equal."""
    return (line["at"], line["source"], line["id"])


def merge(lists, limit):
    """(lines, cursor) of the next page. ``lists``: up to ``limit`` + 1 lines of each source.

    The cursor is None on the last page.

    >>> day = lambda n: datetime(2026, 1, n)
    >>> a = [{"at": day(3), "source": "a", "id": 1}, {"at": day(1), "source": "a", "id": 2}]
    >>> b = [{"at": day(2), "source": "b", "id": 1}]
    >>> lines, cursor = merge([a, b], 2)
    >>> [(line["source"], line["id"]) for line in lines], cursor
    ([('a', 1), ('b', 1)], (datetime.datetime(2026, 1, 2, 0, 0), 'b', 1))
    >>> merge([a, b], 3)[1] is None
    True
    """
    lines = sorted((line for lines in lists for line in lines), key=order, reverse=True)
    page = lines[:limit]
    return page, order(page[-1]) if len(lines) > limit else None


def read_cursor(text):
    """The cursor a client sent back; None for the first page. ValueError for anything else.

    >>> read_cursor("2026-01-02 03:04:05|case|7")
    (datetime.datetime(2026, 1, 2, 3, 4, 5), 'case', 7)
    """
    if not text:
        return None
    moment, source, number = text.split("|")
    return datetime.fromisoformat(moment), source, int(number)


def write_cursor(cursor):
    """The cursor as text for a client.

    >>> write_cursor((datetime(2026, 1, 2, 3, 4, 5), "case", 7))
    '2026-01-02 03:04:05|case|7'
    """
    return f"{cursor[0].isoformat(sep=' ')}|{cursor[1]}|{cursor[2]}" if cursor else None
