"""What changed between two lists of lines of a policy, line by line. No database."""


def lines(old, new):
    """[(kind, name, [(field, before, after)])] with kind added, removed or changed; lines are known by code.

    >>> before = [{"code": "iban", "name": "Account", "required": True}, {"code": "old", "name": "Old"}]
    >>> after = [{"code": "iban", "name": "Account", "required": False}, {"code": "vat", "name": "VAT number"}]
    >>> for line in lines(before, after):
    ...     print(line)
    ('removed', 'Old', [])
    ('changed', 'Account', [('required', True, False)])
    ('added', 'VAT number', [])
    """
    was, now = _by_code(old), _by_code(new)
    found = [("removed", line.get("name") or code, []) for code, line in was.items() if code not in now]
    for code, line in now.items():
        name = line.get("name") or code
        if code not in was:
            found.append(("added", name, []))
        elif changed := _changed(was[code], line):
            found.append(("changed", name, changed))
    kept = [code for code in was if code in now]
    if not found and kept != [code for code in now if code in was]:
        found.append(("moved", "", []))
    return found


def _by_code(values):
    return {line.get("code") or line.get("name") or str(place): line for place, line in enumerate(values or ())}


def _changed(before, after):
    """Fields with another value; what an older version did not know yet and what is empty are the same."""
    names = [*before, *(name for name in after if name not in before)]
    return [
        (name, before.get(name), after.get(name)) for name in names
        if name != "code" and (before.get(name) or None) != (after.get(name) or None)
    ]


def is_lines(value):
    """Whether a value of a version is a list of lines.

    >>> is_lines([{"code": "a"}]), is_lines([3, 4]), is_lines([]), is_lines(None)
    (True, False, False, False)
    """
    return isinstance(value, list) and bool(value) and all(isinstance(line, dict) for line in value)
