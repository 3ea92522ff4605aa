"""Counting on gives what counting everything again gives, after any sequence of things that happen in an office."""

import json
import os
import re
import socket
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

OFFICE = Path(__file__).with_name("anything_office.py")
CODE = OFFICE.read_text() + OFFICE.with_name("anything_counting.py").read_text()
WHAT = sorted(re.findall(r"    def do_(\w+)\(", CODE))
STEPS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 9), st.integers(0, 41)), min_size=8, max_size=30)
#: the same customer about the same topic, asking again; counted when a week has passed
AGAIN = [("call", 0, 31), ("later", 0, 3), ("call", 0, 31), ("much_later", 0, 10), ("count", 0, 0)]
#: everything that can happen, once
ALL = [
    *AGAIN, ("case", 1, 0), ("promise", 1, 2), ("request", 1, 1), ("import", 1, 2), ("lead", 2, 1), ("rating", 0, 0),
    ("edit_rating", 0, 0), ("work_on_request", 0, 1), ("work_on_case", 0, 3), ("work_on_promise", 0, 5),
    ("merge_cases", 1, 2), ("undo_merge", 0, 0), ("merge_leads", 0, 1), ("merge_customers", 1, 2), ("edit_lead", 0, 4),
    ("move", 0, 0), ("move", 1, 1), ("edit_case", 1, 1), ("edit_call", 1, 10), ("remove_import", 0, 0),
    ("much_later", 0, 3), ("lapse", 0, 0), ("delete", 1, 0), ("new_hours", 0, 1), ("night", 0, 0),
]  # fmt: skip
happened = Counter()


@pytest.fixture(scope="module")
def office(lab):
    """office(steps): what one process of Odoo, kept for all of them, says of these steps."""
    mine, theirs = socket.socketpair()
    child = subprocess.Popen(
        [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
        stdin=subprocess.PIPE, pass_fds=[theirs.fileno()],
    )
    child.stdin.write(
        f"import sys\nsys.path.insert(0, {str(OFFICE.parent)!r})\n"
        f"import anything_office\nanything_office.serve(env, {theirs.fileno()})\n"
    )
    child.stdin.close()
    theirs.close()
    lines = mine.makefile("rw")

    def run(steps):
        lines.write(json.dumps(steps) + "\n")
        lines.flush()
        answer = lines.readline()
        assert answer, "the process is gone"
        return json.loads(answer)

    yield run
    lines.close()
    mine.close()
    child.wait(timeout=60)


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "8")), deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(steps=ALL)
@example(steps=[*AGAIN, ("edit_call", 5, 8)])  # it was another topic after all
@example(steps=[*AGAIN, ("delete", 5, 0)])
@given(steps=STEPS)
def test_counting_on_equals_counting_again(office, steps):
    answer = office(steps)
    happened.update(answer["done"])
    assert answer["rows"]
    assert not answer["apart"], "\n".join(answer["apart"][:6])


def test_everything_happened(office):
    """No kind of step was refused each time: the property says something of all of them."""
    assert not set(WHAT) - set(happened)
