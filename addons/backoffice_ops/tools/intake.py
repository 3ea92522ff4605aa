"""What a request type asks for, and whether the answers will do. No database.

An item is a dict: ``key``, ``name``, ``kind``, ``required`` and, where it has them, ``choices`` (texts) and
``when`` {"item", "operator", "value"}: it is asked only where the answer to another item fits. Nothing is
evaluated: the operators are those of OPERATORS.
"""

from datetime import date
from math import isfinite

KINDS = ("text", "number", "amount", "date", "choice", "yes_no", "file")
YES_NO = ("yes", "no")


def number(value):
    """A number as people write one, or None.

    >>> number("1 148,50"), number("148.5"), number(3), number("soon"), number(True), number("1e999")
    (1148.5, 148.5, 3.0, None, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).replace("\u00a0", "").replace(" ", "").replace("'", "")
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _day(value):
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def blank(value):
    """Whether nothing was answered; no and zero are answers.

    >>> [blank(value) for value in (None, "", "  ", [], False, 0, "no")]
    [True, True, True, True, True, False, False]
    """
    return value is None or value is False or value == [] or (isinstance(value, str) and not value.strip())


def plain(value):
    """An answer or a condition's value, to compare: words without case, numbers as numbers."""
    found = number(value)
    return found if found is not None else str(value).strip().casefold()


def _compared(answer, value, compare):
    left, right = number(answer), number(value)
    return left is not None and right is not None and compare(left, right)


OPERATORS = {
    "is": lambda answer, value: not blank(answer) and plain(answer) == plain(value),
    "is_not": lambda answer, value: blank(answer) or plain(answer) != plain(value),
    "above": lambda answer, value: _compared(answer, value, lambda left, right: left > right),
    "below": lambda answer, value: _compared(answer, value, lambda left, right: left < right),
    "given": lambda answer, value: not blank(answer),
}


def holds(when, answers):
    """Whether a condition on the answers holds; without one it does.

    >>> over = {"item": "amount", "operator": "above", "value": "500"}
    >>> holds(over, {"amount": "640,00"}), holds(over, {"amount": 500}), holds(over, {}), holds(None, {})
    (True, False, False, True)
    """
    if not when or not when.get("item"):
        return True
    test = OPERATORS.get(when.get("operator"))
    return bool(test) and test(answers.get(when["item"]), when.get("value"))


def asked(items, answers):
    """The items these answers make necessary: one whose own condition's item is not asked is not asked either.

    >>> items = [{"key": "a"}, {"key": "b", "when": {"item": "a", "operator": "is", "value": "yes"}},
    ...          {"key": "c", "when": {"item": "b", "operator": "given"}}]
    >>> [item["key"] for item in asked(items, {"a": "no", "b": "left from before"})]
    ['a']
    """
    by_key = {item["key"]: item for item in items}

    def needed(item, seen=()):
        when = item.get("when") or {}
        source = by_key.get(when.get("item"))
        if source is not None and source["key"] not in seen and not needed(source, (*seen, item["key"])):
            return False
        return holds(when, answers)

    return [item for item in items if needed(item)]


def fault(item, value):
    """Code of what is wrong with an answer that was given, or None.

    >>> fault({"kind": "choice", "choices": ["new", "old"]}, "blue"), fault({"kind": "date"}, "2026-02-30")
    ('choice', 'date')
    >>> fault({"kind": "amount"}, "148,50"), fault({"kind": "yes_no"}, "yes"), fault({}, "anything")
    (None, None, None)
    """
    kind = item.get("kind") or "text"
    if blank(value) or kind == "text":
        return None
    right = {
        "number": lambda: number(value) is not None, "amount": lambda: number(value) is not None,
        "date": lambda: _day(value) is not None, "choice": lambda: value in (item.get("choices") or ()),
        "yes_no": lambda: value in YES_NO,
        "file": lambda: isinstance(value, list) and all(isinstance(one, int) for one in value),
    }
    return None if right[kind]() else kind


def faults(items, answers):
    """{key: what is wrong} of the answers to what is asked."""
    found = {item["key"]: fault(item, answers.get(item["key"])) for item in asked(items, answers)}
    return {key: wrong for key, wrong in found.items() if wrong}


def given(item, answers, files, alone=False):
    """Whether an item has its answer. ``files``: ids of what is attached to the request; ``alone``: it is the
    only file asked for, so whatever is attached is meant."""
    value = answers.get(item["key"])
    if item.get("kind") == "file":
        picked = value if isinstance(value, list) else ()
        return bool(files) if alone else any(one in files for one in picked)
    return not blank(value)


def missing(items, answers, files=()):
    """Keys of the required items without an answer that will do.

    >>> items = [{"key": "iban", "required": True}, {"key": "bill", "kind": "file", "required": True}]
    >>> missing(items, {"iban": "DE02"}), missing(items, {"iban": " "}, {7})
    (['bill'], ['iban'])
    """
    wanted = asked(items, answers)
    alone = sum(item.get("kind") == "file" for item in items) == 1
    return [
        item["key"] for item in wanted if item.get("required")
        and (not given(item, answers, files, alone) or fault(item, answers.get(item["key"])))
    ]
