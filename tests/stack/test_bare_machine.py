"""What is missing is installed for real, from the machine's own mirror, or said in one line.

Everything runs in a layer over the machine's own system (bare_machine.py) from which PostgreSQL,
Debian's venv and Chromium have been purged; where none can be made the tests skip with the reason.
"""

import bare_machine
import pytest
from bare_machine import COPY, NOBODY, command_that

FIND = {
    "PostgreSQL": "from servicestack import postgres; print('here:', postgres.find_binaries())",
    "venv": (
        "from pathlib import Path; from servicestack import odoo_source;"
        " odoo_source._make_venv('/usr/bin/python3', Path('/tmp/new-venv')); print('here: a venv')"
    ),
    "Chromium": "from servicestack.testing import kinds; kinds._ensure_chromium(); print('here: a browser')",
}
HINTS = {
    "PostgreSQL": "apt-get install postgresql", "venv": "apt-get install python3-venv",
    "Chromium": "apt-get install chromium",
}
# Debian's servers are out of reach while the sources are away.
OFFLINE = (
    "mv /etc/apt /etc/apt.away; mkdir -p /etc/apt; {line}; status=$?;"
    " rm -r /etc/apt; mv /etc/apt.away /etc/apt; exit $status"
)
UP_ALONE = (
    "env PATH=/usr/bin:/bin HOME=/tmp XDG_CACHE_HOME=/tmp/none DOCKER_HOST=unix:///nowhere"
    f" python3 {COPY}/scripts/up"
)
STEPS = {
    "there is a Python": f"{NOBODY} python3 -c 'import sys; assert sys.version_info >= (3, 10)'",
    **{f"{name}, not root": command_that(code, NOBODY) for name, code in FIND.items()},
    "up, not root": f"{NOBODY} {COPY}/scripts/up",
    "up, no mirror": OFFLINE.format(line=UP_ALONE),
    "PostgreSQL, no mirror": "rm -rf /var/lib/apt/lists/*; " + OFFLINE.format(line=command_that(FIND["PostgreSQL"])),
    **{f"{name}, root": command_that(code) for name, code in FIND.items()},
    "PostgreSQL works": "su postgres -s /bin/sh -c '/usr/lib/postgresql/*/bin/initdb -D /tmp/cluster'",
    "Chromium works": "chromium --version",
    "venv works": "/tmp/new-venv/bin/python -m pip --version",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """All steps in one layer: it is bare at first, and what root installs stays for the last ones."""
    reason = bare_machine.obstacle(tmp_path_factory.mktemp("try"))
    if reason:
        pytest.skip(f"no bare machine can be made here: {reason}")
    found = bare_machine.run(tmp_path_factory.mktemp("bare"), STEPS)
    if found["there is a Python"].status:
        pytest.skip("no bare machine can be made here: it has no Python but ours")
    return found


@pytest.mark.parametrize("name", FIND)
def test_as_root_it_is_installed(answers, name):
    """Debian's real packages, downloaded, set up and working."""
    done = answers[f"{name}, root"]
    assert done.status == 0, done.err
    assert "here: " in done.out
    assert "install" in done.err, "nothing was missing, so nothing was shown"
    assert answers[f"{name} works"].status == 0, answers[f"{name} works"]


@pytest.mark.parametrize("name", FIND)
def test_as_anybody_else_one_line_says_how_to_get_it(answers, name):
    done = answers[f"{name}, not root"]
    assert done.status == 1 and done.err.count("\n") == 1, done.err
    assert done.last.startswith("status: ") and HINTS[name] in done.last


@pytest.mark.parametrize("who", ["up, not root", "up, no mirror"])
def test_up_without_docker_or_odoo_ends_in_one_line(answers, who):
    """The whole command on a machine that has neither an engine nor Odoo nor a way to them."""
    done = answers[who]
    assert done.status == 1 and "Traceback" not in done.err
    assert done.last.startswith("up: "), done.err


def test_up_without_a_mirror_names_both_ways_out(answers):
    last = answers["up, no mirror"].last
    assert "Docker" in last and "ODOO_SOURCE" in last


def test_without_a_mirror_the_line_is_what_apt_says(answers):
    done = answers["PostgreSQL, no mirror"]
    assert done.status == 1 and "Traceback" not in done.err
    assert done.last.startswith("status: apt-get install postgresql failed: E: "), done.err
