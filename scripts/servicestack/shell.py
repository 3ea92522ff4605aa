"""Run one of the scripts of inside/ in `odoo shell` and read its answer."""

import json

from .paths import INSIDE
from .ui import Failed

MARK = "@@servicestack@@"


def program(name: str, params: dict) -> str:
    """Text of a script of inside/, ready to be fed to the shell."""
    return wrap((INSIDE / f"{name}.py").read_text(), params)


def wrap(code: str, params: dict) -> str:
    """Code with PARAMS and reply() before it."""
    head = (
        f"import json as _json\nPARAMS = _json.loads({json.dumps(json.dumps(params))})\n"
        f"def reply(value):\n    print({MARK!r} + _json.dumps(value, default=str))\n"
    )
    return head + code


def answer(output: str, what: str):
    """Value given to reply(); Failed with the error's own line if there is none."""
    for line in output.splitlines():
        if line.startswith(MARK):
            return json.loads(line.removeprefix(MARK))
    lines = [line for line in output.splitlines() if line.strip()]
    raise Failed(f"{what} failed: {lines[-1] if lines else 'no output'}")
