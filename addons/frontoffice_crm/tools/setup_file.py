"""The set-up file: a readable JSON text with stable codes, that goes from one company to another.

    {
     "set_up_file": 1, "name": "Heating and cooling", "language": "en_US",
     "topics": [
      {"code": "boiler_stopped", "name": "Boiler stopped", "keywords": "no heat, cold"}
     ]
    }

A short record takes one line, a long one takes a line per value. No dates and no database ids, so that the
same set-up always gives the same text. Everything that can be wrong with a file is a ``Problem`` with its
line; words for the reader are made by whoever shows it.
"""

import json
import math
import re
import unicodedata
from bisect import bisect_right
from json import decoder, scanner
from typing import NamedTuple

FORMAT = "set_up_file"
VERSION = 1
HEADER = (FORMAT, "name", "sentence", "icon", "language")
MAX_BYTES = 2_000_000
MAX_RECORDS = 5_000
WIDTH = 118
CODE = re.compile(r"\w(?:[\w .:/+-]{0,62}[\w.+])?\Z")  # generous: people also type codes by hand


class Problem(NamedTuple):
    """One thing that is wrong: where, what kind, and the value in question."""

    line: int
    code: str
    value: str = ""
    section: str = ""
    key: str = ""


class Record(dict):
    """A JSON object that knows the line it starts on."""

    line = 0


class Document(NamedTuple):
    """What a file says: header values and {section: [records]}."""

    header: dict
    sections: dict


class BadFile(Exception):
    """The text cannot be read at all; ``problem`` says why."""

    def __init__(self, problem):
        super().__init__(problem.code)
        self.problem = problem


def slug(text, fallback="item"):
    """A stable code made from a name.

    >>> slug("Boiler stopped!"), slug("Größe & Ölstand"), slug("المدفأة", "topic")
    ('boiler_stopped', 'grosse_olstand', 'topic')
    """
    folded = unicodedata.normalize("NFKD", (text or "").replace("ß", "ss"))
    plain = folded.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:48].strip("_") or fallback


def free(code, taken):
    """The code, or the first of code_2, code_3 … that nobody has.

    >>> free("visit", {"visit", "visit_2"}), free("visit", set())
    ('visit_3', 'visit')
    """
    number, wanted = 2, code
    while wanted in taken:
        wanted, number = f"{code}_{number}", number + 1
    return wanted


# -- writing -------------------------------------------------------------------------------------


def tidy(value):
    """Whole numbers without a decimal point, inside lists and records too.

    >>> tidy({"hours": 8.0, "rate": 0.5, "steps": [1.0, True]})
    {'hours': 8, 'rate': 0.5, 'steps': [1, True]}
    """
    if isinstance(value, dict):
        return {key: tidy(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [tidy(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value):
    # lone surrogates cannot be written as UTF-8: those stay escaped
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return re.sub(r"[\ud800-\udfff\u0085\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _record(record):
    line = "  " + _text(tidy(record))
    if len(line) <= WIDTH or not record:
        return line
    parts = [f"   {_text(key)}: {_text(tidy(value))}" for key, value in record.items()]
    return "  {\n" + ",\n".join(parts) + "\n  }"


def write(document):
    """The text of a document; the same document always gives the same text.

    >>> print(write(Document({"name": "Ours"}, {"topics": [{"code": "bill", "name": "Bill"}], "channels": []})))
    {
     "set_up_file": 1,
     "name": "Ours",
     "topics": [
      {"code": "bill", "name": "Bill"}
     ]
    }
    <BLANKLINE>
    """
    header = {FORMAT: VERSION, **{k: document.header[k] for k in HEADER[1:] if document.header.get(k)}}
    parts = [f" {_text(key)}: {_text(value)}" for key, value in header.items()]
    for section, records in document.sections.items():
        if records:
            parts.append(f" {_text(section)}: [\n" + ",\n".join(map(_record, records)) + "\n ]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


# -- reading -------------------------------------------------------------------------------------


class _Reader(json.JSONDecoder):
    """Standard decoder that notes lines and refuses names given twice."""

    def __init__(self, text):
        super().__init__(parse_constant=self._constant)
        self.ends = [found.start() for found in re.finditer("\n", text)]
        self.parse_object = self._object
        self.scan_once = scanner.py_make_scanner(self)

    def _line(self, position):
        return bisect_right(self.ends, position - 1) + 1

    def _constant(self, word):
        raise BadFile(Problem(0, "constant", word))

    def _object(self, at, *args):
        args = [*args[:2], None, self._pairs(self._line(at[1])), *args[4:]]
        return decoder.JSONObject(at, *args)

    def _pairs(self, line):
        def build(pairs):
            record = Record(pairs)
            record.line = line
            if len(record) != len(pairs):
                names = [name for name, _value in pairs]
                twice = next(name for name in names if names.count(name) > 1)
                raise BadFile(Problem(line, "twice", twice))
            return record

        return build


def _decode(data):
    if len(data) > MAX_BYTES:
        raise BadFile(Problem(0, "too_big", str(MAX_BYTES // 1_000_000)))
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise BadFile(Problem(data.count(b"\n", 0, error.start) + 1, "not_utf8")) from error
    return text.replace("\r\n", "\n")


def _load(text):
    if not text.strip():
        raise BadFile(Problem(0, "empty"))
    try:
        return _Reader(text).decode(text)
    except json.JSONDecodeError as error:
        raise BadFile(Problem(error.lineno, "syntax", error.msg)) from error
    except RecursionError as error:
        raise BadFile(Problem(0, "too_deep")) from error
    except ValueError as error:  # a number of thousands of digits
        raise BadFile(Problem(0, "number", str(error)[:80])) from error


def parse(data):
    """(document or None, problems) of a file's bytes or text.

    >>> document, problems = parse('{"set_up_file": 1, "topics": [{"code": "bill", "name": "Bill"}]}')
    >>> document.sections, problems
    ({'topics': [{'code': 'bill', 'name': 'Bill'}]}, [])
    >>> parse('{"set_up_file": 1,\\n "topics": [{"code": 3}]}')[1]
    [Problem(line=2, code='no_code', value='', section='topics', key='')]
    >>> parse("PK\\x03")[1][0].code, parse('{"set_up_file": 2}')[1][0].code
    ('syntax', 'newer')
    """
    try:
        whole = _load(_decode(data))
        header = _check_header(whole)
    except BadFile as error:
        return None, [error.problem]
    sections = {name: part for name, part in whole.items() if name not in HEADER}
    problems = [problem for name, part in sections.items() for problem in _check_section(name, part)]
    if sum(len(part) for part in sections.values() if isinstance(part, list)) > MAX_RECORDS:
        problems.append(Problem(0, "too_many", str(MAX_RECORDS)))
    return Document(header, sections), problems


def _check_header(whole):
    if not isinstance(whole, dict) or FORMAT not in whole:
        raise BadFile(Problem(1, "not_ours"))
    version = whole[FORMAT]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BadFile(Problem(1, "not_ours"))
    if version > VERSION:
        raise BadFile(Problem(1, "newer", str(version)))
    header = {key: whole[key] for key in HEADER[1:] if key in whole}
    wrong = next((key for key, value in header.items() if not isinstance(value, str)), None)
    if wrong:
        raise BadFile(Problem(1, "not_text", wrong))
    return header


def _check_section(name, records):
    if not isinstance(records, list):
        return [Problem(0, "not_list", section=name)]
    seen, problems = set(), []
    for record in records:
        problem = _check_record(name, record, seen)
        if problem:
            problems.append(problem)
    return problems


def key_of(record):
    """What a record is known by: its code, or its name where there is no code."""
    return record.get("code", record.get("name"))


def _check_record(section, record, seen):
    if not isinstance(record, dict):
        return Problem(0, "not_record", str(record)[:40], section)
    key, line = key_of(record), getattr(record, "line", 0)
    if not isinstance(key, str) or not key.strip():
        return Problem(line, "no_code", section=section)
    if "code" in record and not CODE.match(key):
        return Problem(line, "bad_code", key[:64], section)
    if key in seen:
        return Problem(line, "same_code", key, section)
    seen.add(key)
    return None


def finite(value):
    """Whether a value is a number a database can hold.

    >>> finite(3), finite(True), finite(1e400)
    (True, False, False)
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and abs(value) < 1e15
