"""CSV and XES event logs as one stream of rows with line numbers, whatever their dialect.

Both formats come out in the same shape: the flat names pm4py and the XES
standard use (``concept:name``, ``case:concept:name`` …).
"""

import csv
import io
from typing import NamedTuple
from xml.parsers import expat

DELIMITERS = ",;\t|"
CHUNK = 1 << 16
XES_VALUES = ("string", "date", "int", "float", "boolean", "id")


class Row(NamedTuple):
    """One event as text: the line it begins on and {column: value}."""

    line: int
    values: dict


class Problem(NamedTuple):
    """Something wrong in the file: ``code`` and ``value`` to word it, never a traceback."""

    line: int
    code: str
    value: str = ""


class UnreadableLog(ValueError):
    """The file as a whole cannot be read: ``line``, ``code`` as in :class:`Problem`."""

    def __init__(self, line, code, value=""):
        super().__init__(f"line {line}: {code} {value}".strip())
        self.problem = Problem(line, code, value)


def read(data, encoding=None, delimiter=None):
    """Rows and problems of a log given as bytes.

    >>> list(read(b"case;activity\\n1;start\\n2\\n"))
    [Row(line=2, values={'case': '1', 'activity': 'start'}), Problem(line=3, code='columns', value='1 of 2')]
    >>> list(read(b'<log><trace><string key="concept:name" value="7"/><event/></trace></log>'))
    [Row(line=1, values={'case:concept:name': '7'})]
    """
    if not data.strip():
        raise UnreadableLog(1, "empty")
    return read_xes(data) if is_xes(data) else read_csv(data, encoding, delimiter)


def is_xes(data):
    """Whether these bytes are XML, seen from their first character.

    >>> is_xes(b"\\xef\\xbb\\xbf <log/>"), is_xes("a,b".encode("utf-16"))
    (True, False)
    """
    start = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"<")


def decode(data, encoding=None):
    """Text of the file: as told, by byte order mark, UTF-8, else Western European.

    >>> decode("Größe".encode("utf-16")), decode("Größe".encode("cp1252")), decode("\\ufeffa".encode())
    ('Größe', 'Größe', 'a')
    """
    if not encoding and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    for name in [encoding] if encoding else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
        except LookupError as error:
            raise UnreadableLog(1, "encoding", name) from error
    if encoding:
        raise UnreadableLog(1, "encoding", encoding)
    return data.decode("latin-1")


def guess_delimiter(header):
    """The separator that occurs most in the header outside quotes.

    >>> guess_delimiter('"a,b,c,d";x;y'), guess_delimiter("one")
    (';', ',')
    """
    bare = "".join(header.split('"')[::2])
    best = max(DELIMITERS, key=bare.count)
    return best if bare.count(best) else ","


def read_csv(data, encoding=None, delimiter=None):
    """Rows of a CSV file. Empty lines are skipped, short and long ones are problems."""
    text = decode(data, encoding).lstrip("\r\n")
    skipped = decode(data, encoding).count("\n") - text.count("\n")
    lines = io.StringIO(text, newline="")
    header_line = lines.readline()
    lines.seek(0)
    reader = csv.reader(lines, delimiter=delimiter or guess_delimiter(header_line))
    header = _header(reader)
    while True:
        line = skipped + reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(line, "csv", str(error))
            continue
        if len(values) == len(header):
            yield Row(line, dict(zip(header, values, strict=True)))
        elif values:
            yield Problem(line, "columns", f"{len(values)} of {len(header)}")


def _header(reader):
    """Column names of a CSV file, each of which may occur once."""
    header = [name.strip() for name in next(reader)]
    doubles = sorted({name for name in header if header.count(name) > 1})
    if doubles:
        raise UnreadableLog(1, "double_column", ", ".join(doubles))
    return header


class _Xes:
    """Collects events while expat walks the file; the trace's own values are repeated on each."""

    def __init__(self):
        self.rows = []
        self.trace, self.event = {}, None
        self.inside = False  # inside a trace: values outside belong to extensions and globals
        self.depth = 0  # nesting of values below values, which are left out
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def refuse(self, *_declaration):
        """A document type can define entities that expand without end or read other files."""
        raise UnreadableLog(self.parser.CurrentLineNumber, "doctype")

    def start(self, name, attributes):
        name = name.rsplit(":", 1)[-1]
        if name == "trace":
            self.trace, self.inside = {}, True
        elif name == "event" and self.inside:
            self.event, self.line = {}, self.parser.CurrentLineNumber
        elif name in XES_VALUES or name in ("list", "container"):
            self.depth += 1
            if self.inside and self.depth == 1 and name in XES_VALUES:
                target = self.trace if self.event is None else self.event
                target[attributes.get("key", "")] = attributes.get("value", "")

    def end(self, name):
        name = name.rsplit(":", 1)[-1]
        if name == "trace":
            self.inside = False
        elif name == "event" and self.event is not None:
            of_case = {f"case:{key}": value for key, value in self.trace.items()}
            self.rows.append(Row(self.line, {**of_case, **self.event}))
            self.event = None
        elif name in XES_VALUES or name in ("list", "container"):
            self.depth -= 1


def read_xes(data):
    """Rows of an XES file, streamed. Raises UnreadableLog for a document type or broken XML.

    >>> list(read_xes(b'<!DOCTYPE log [<!ENTITY a "b">]><log/>'))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    UnreadableLog: line 1: doctype
    """
    collector = _Xes()
    for start in range(0, len(data), CHUNK):
        try:
            collector.parser.Parse(data[start : start + CHUNK], start + CHUNK >= len(data))
        except expat.ExpatError as error:
            raise UnreadableLog(error.lineno, "xml", expat.ErrorString(error.code)) from error
        yield from collector.rows
        collector.rows = []
