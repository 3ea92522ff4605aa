"""What an import of a set-up file would do: values checked, differences found, order decided. No database."""

import re
from typing import NamedTuple

from .setup_file import Problem, finite, key_of

UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class Spec(NamedTuple):
    """What a value of a field may be.

    kind: text number integer flag choice date json, code/codes (of records in section ``target``),
    name/names (of records the file does not bring, in model ``target``), lines (``parts`` by name).
    required: True, False, or "default" where a new record has a value although the file says none.
    """

    kind: str
    target: str = ""
    required: bool | str = False
    options: tuple = ()
    parts: dict = {}


def _is_text(spec, value):
    # a database stores neither a zero character nor half a surrogate pair
    return isinstance(value, str) and not UNWRITABLE.search(value)


def _is_number(spec, value):
    return finite(value)


def _is_integer(spec, value):
    return finite(value) and value == int(value) and abs(value) < 2**31


def _is_flag(spec, value):
    return isinstance(value, bool)


def _is_choice(spec, value):
    return isinstance(value, str) and value in spec.options


def _is_date(spec, value):
    return isinstance(value, str) and bool(DATE.match(value))


def _is_json(spec, value):
    return isinstance(value, (dict, list, str, int, float, bool))


def _is_texts(spec, value):
    return isinstance(value, list) and all(_is_text(spec, part) for part in value)


def _is_lines(spec, value):
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


CHECKS = {
    "text": _is_text, "number": _is_number, "integer": _is_integer, "flag": _is_flag, "choice": _is_choice,
    "date": _is_date, "json": _is_json, "code": _is_text, "name": _is_text, "codes": _is_texts,
    "names": _is_texts, "lines": _is_lines,
}


def check_value(spec, value):
    """Code of what is wrong with a value, or None. An explicit null empties a field.

    >>> check_value(Spec("number"), "soon"), check_value(Spec("choice", options=("a",)), "b")
    ('bad_number', 'bad_choice')
    >>> check_value(Spec("text", required=True), None), check_value(Spec("text"), None)
    ('missing', None)
    >>> check_value(Spec("lines", parts={"name": Spec("text", required=True)}), [{"name": "Serial number"}])
    """
    if value is None:
        return "missing" if spec.required else None
    if not CHECKS[spec.kind](spec, value):
        return f"bad_{spec.kind}"
    if spec.kind == "lines":
        found = (wrong for line in value for wrong in check_values(spec.parts, line, partial=False))
        return next((f"{code}:{name}" for name, code in found), None)
    return None


def check_values(specs, values, partial):
    """[(field, what is wrong)] of a record's values; ``partial``: what is not said stays as it is.

    >>> check_values({"name": Spec("text", required=True)}, {"colour": "red"}, partial=False)
    [('colour', 'unknown'), ('name', 'missing')]
    """
    found = []
    for name, value in values.items():
        wrong = check_value(specs[name], value) if name in specs else "unknown"
        if wrong:
            found.append((name, wrong))
    if not partial:
        found += [(name, "missing") for name, spec in specs.items() if spec.required is True and name not in values]
    return found


def check(sections, schema, known):
    """Problems of a document: values of the wrong kind, codes nobody has, records that are part of themselves.

    ``schema``: {section: {field: Spec}}; sections that are not in it are left to the caller.
    ``known``: {section: codes that exist here already}.
    """
    problems = []
    codes = {name: set(known.get(name, ())) | {key_of(r) for r in sections.get(name, ())} for name in {*schema, *known}}
    for name in schema:
        records = sections.get(name, ())
        for record in records:
            problems += _check_record(name, record, schema[name], (codes, key_of(record) in known.get(name, ())))
        problems += _loops(name, records, schema[name])
    return problems


def _check_record(section, record, specs, situation):
    codes, exists = situation
    values = {field: value for field, value in record.items() if field != "code"}
    where = {"line": getattr(record, "line", 0), "section": section, "key": key_of(record)}
    problems = [
        Problem(code=wrong.split(":")[0], value=":".join([field, *wrong.split(":")[1:]]),
                **{**where, "line": _wrong_line(specs.get(field), values.get(field)) or where["line"]})
        for field, wrong in check_values(specs, values, exists)
    ]
    for field, value in values.items():
        spec = specs.get(field)
        if spec and value and check_value(spec, value) is None:
            problems += [
                Problem(code="no_such_code", value=f"{word}:{code}", **{**where, "line": line})
                for word, code, line in _strays(field, spec, value, codes, where["line"])
            ]
    return problems


def _wrong_line(spec, value):
    """Line of the file on which the first wrong line of a value stands, or None."""
    if spec is None or spec.kind != "lines" or not _is_lines(spec, value):
        return None
    wrong = (part for part in value if check_values(spec.parts, part, partial=False))
    return getattr(next(wrong, None), "line", None)


def _strays(field, spec, value, codes, line):
    """[(field, code, line)] of codes nobody has, in lines too."""
    if spec.kind == "lines":
        return [
            stray for part in value for word, said in part.items() if said
            for stray in _strays(word, spec.parts[word], said, codes, getattr(part, "line", line))
        ]
    if spec.kind not in ("code", "codes"):
        return []
    wanted = [value] if isinstance(value, str) else value
    return [(field, code, line) for code in wanted if code not in codes.get(spec.target, ())]


def _loops(section, records, specs):
    """A problem for each record that is, over its parents, part of itself."""
    problems = []
    for field in [name for name, spec in specs.items() if spec.kind == "code" and spec.target == section]:
        parent = {key_of(record): record.get(field) for record in records}
        for record in records:
            seen, at = set(), key_of(record)
            while isinstance(at, str) and at not in seen:
                seen.add(at)
                at = parent.get(at)
            if at == key_of(record):
                problems.append(Problem(getattr(record, "line", 0), "loop", field, section, key_of(record)))
    return problems


def order(edges):
    """(sections in order of need, {(section, needed section)} that must be set afterwards).

    ``edges``: {section: {needed section: required}}. Optional links of a circle are set afterwards.

    >>> order({"topics": {"promises": False}, "promises": {}})
    (['promises', 'topics'], set())
    >>> order({"a": {"b": False}, "b": {"a": True}})
    (['a', 'b'], {('a', 'b')})
    >>> order({"a": {"b": True}, "b": {"a": True}})
    Traceback (most recent call last):
    ValueError: a, b
    """
    left = {name: {n: r for n, r in needs.items() if n != name and n in edges} for name, needs in edges.items()}
    done, after = [], set()
    while left:
        name = _next(left)
        after |= {(name, need) for need in left[name] if need in left}
        del left[name]
        done.append(name)
    return done, after


def _next(left):
    """The first section all whose needs are met; in a circle one whose unmet needs are optional."""
    for required_only in (False, True):
        for name, needs in left.items():
            if not any(need in left and (required or not required_only) for need, required in needs.items()):
                return name
    raise ValueError(", ".join(left))


def parents_first(records, fields):
    """Records of one section so that each comes after those it refers to.

    >>> [r["code"] for r in parents_first([{"code": "b", "parent": "a"}, {"code": "a"}], ["parent"])]
    ['a', 'b']
    """
    by_key = {key_of(record): record for record in records}
    done = {}

    def visit(key, trail):
        record = by_key.get(key)
        if record is None or key in done or key in trail:
            return
        for field in fields:
            visit(record.get(field), trail | {key})
        done[key] = record

    for key in by_key:
        visit(key, frozenset())
    return list(done.values())


def same(one, other):
    """Whether two values say the same; nothing, no text and an empty list are one.

    >>> same(8.0, 8), same(None, ""), same(False, None), same([], None), same("a", "b"), same(0, False)
    (True, True, True, True, False, True)
    """
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return all(same(one.get(key), other.get(key)) for key in {*one, *other})
    return one == other or (not one and not other)


class Change(NamedTuple):
    """One value that differs. ``edited``: it was changed here since the last import, or was never imported."""

    field: str
    old: object
    new: object
    edited: bool


def diff(values, current, memory):
    """Changes a record of the file would make to what is here.

    ``memory`` is what the last import wrote. A value that still is what was imported may be replaced; a
    value somebody edited since is kept unless a person decides otherwise, and so is one that was here before;
    what never had a value is filled. What the file does not say stays.

    >>> diff({"hours": 4}, {"hours": 8}, {"hours": 8})
    [Change(field='hours', old=8, new=4, edited=False)]
    >>> diff({"hours": 4}, {"hours": 6}, {"hours": 8})
    [Change(field='hours', old=6, new=4, edited=True)]
    >>> diff({"owner": "Mei"}, {"owner": None}, {}), diff({"owner": "Mei"}, {"owner": None}, {"owner": "Ana"})[0].edited
    ([Change(field='owner', old=None, new='Mei', edited=False)], True)
    >>> diff({"hours": 8.0, "note": ""}, {"hours": 8}, {})
    []
    """
    changes = []
    for field, new in values.items():
        old = current.get(field)
        if field != "code" and not same(old, new):
            untouched = same(memory[field], old) if field in memory else old in (None, "", [])
            changes.append(Change(field, old, new, not untouched))
    return changes
