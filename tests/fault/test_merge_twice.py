"""Two clerks merge the same two cases at the same moment, in both directions: one wins, one is told."""

import json
import subprocess
import time

import pytest

PREPARE = """
import json
from odoo.fields import Command
mine = {"company_id": env.company.id}
users = [
    env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": f"merge-{name}", "company_id": env.company.id,
        "group_ids": [Command.set([env.ref("frontoffice_crm.group_agent").id])],
    }) for name in ("one", "two")
]
cases = env["frontoffice.case"].create([{"subject": f"Merged {n}", **mine} for n in range(4)])
env["frontoffice.promise"].create([
    {"name": "By Friday", "due_at": "2099-01-01 12:00:00", "case_id": case.id, **mine} for case in cases
])
env.cr.commit()
print("PREPARED" + json.dumps({"users": [u.id for u in users], "cases": cases.ids}))
"""

MERGE = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
tries = []
def merge():
    loser, survivor = env["frontoffice.case"].with_user({user}).browse([{loser}, {survivor}])
    states = loser.state, survivor.state  # the snapshot of this transaction is taken here
    if not tries:
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(states)
    loser._merge_into(survivor)
try:
    retrying(merge, env)
    print("WON", len(tries))
except UserError as error:
    print("LOST", len(tries), error)
"""


@pytest.fixture(scope="module")
def prepared(odoo_shell):
    line = next(x for x in odoo_shell(PREPARE).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def race(lab, folder, presses):
    """Start one process per (user, loser, survivor), let all read the old state, then merge at once."""
    go = folder / "go"
    readies = [folder / f"ready-{user}" for user, _loser, _survivor in presses]
    children = [
        subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _press in presses
    ]
    for child, (user, loser, survivor), ready in zip(children, presses, readies, strict=True):
        child.stdin.write(MERGE.format(user=user, loser=loser, survivor=survivor, ready=str(ready), go=str(go)))
        child.stdin.close()
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    return [child.stdout.read() for child in children if not child.wait(timeout=90)]


@pytest.mark.parametrize("crossed", [False, True], ids=["same way", "both ways"])
def test_one_merge_wins(lab, prepared, query, tmp_path, crossed):
    """The same merge twice, and A into B against B into A: never two survivors, never a circle."""
    first, second = prepared["cases"][2:] if crossed else prepared["cases"][:2]
    one, two = prepared["users"]
    other = (two, second, first) if crossed else (two, first, second)
    answers = race(lab, tmp_path, [(one, first, second), other])
    assert sum("WON" in answer for answer in answers) == 1, answers
    lost = next(answer for answer in answers if "LOST" in answer)
    assert "merged" in lost or "not open any more" in lost, lost
    rows = query(
        "SELECT id, state, merged_into_id FROM frontoffice_case WHERE id IN (%s, %s) ORDER BY id", first, second
    )
    merged = [row for row in rows if row[1] == "merged"]
    assert len(merged) == 1 and merged[0][2] in (first, second)
    survivor = merged[0][2]
    promises = query(
        "SELECT DISTINCT case_id FROM frontoffice_promise WHERE case_id IN (%s, %s) AND origin_kind = 'person'",
        first, second,
    )
    assert promises == [(survivor,)]
    journals = query("SELECT count(*) FROM frontoffice_merge_journal WHERE case_id = %s", survivor)
    assert journals == [(1,)]
