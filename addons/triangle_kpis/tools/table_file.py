"""Rows as text that no spreadsheet mistakes for a formula."""

import csv
import io

RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe(value):
    """A cell: text that could start a formula gets an apostrophe; numbers stay numbers, nothing is empty.

    >>> safe("=1+1"), safe("@cmd"), safe("Desk 1"), safe(-2.5), safe(None), safe(False)
    ("'=1+1", "'@cmd", 'Desk 1', -2.5, '', '')
    """
    if value is None or value is False:
        return ""
    if isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def csv_chunks(rows, size=2000):
    """Bytes of a CSV file in UTF-8 with its mark, so many rows at a time.

    >>> b"".join(csv_chunks([("a", "=b"), (1, None)])).decode("utf-8-sig")
    "a,'=b\\r\\n1,\\r\\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([safe(value) for value in row])
        if number % size == 0:
            yield _taken(buffer)
    if buffer.tell():
        yield _taken(buffer)


def _taken(buffer):
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
