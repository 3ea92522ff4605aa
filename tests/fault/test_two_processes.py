"""Two clerks in two processes press the same button: one wins, the other reads a sentence."""

import json
import subprocess
import time

import pytest

PREPARE = """
import json
from odoo.fields import Command
company = env.company
department = env["hr.department"].create({"name": "Parts (race)", "company_id": company.id})
mine = {"company_id": company.id}
service = env["backoffice.service"].create({"name": "Order a part", "department_id": department.id, **mine})
users = [
    env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": f"race-{name}", "company_id": company.id,
        "group_ids": [Command.set([env.ref("backoffice_ops.group_clerk").id])],
    }) for name in ("one", "two")
]
for user in users:
    env["backoffice.member"].create({"user_id": user.id, "department_id": department.id, **mine})
promise = env["frontoffice.promise"].create({"name": "By Friday", "due_at": "2099-01-01 12:00:00", **mine})
handoffs = env["backoffice.handoff"].create([
    {"subject": f"Pump {n}", "service_id": service.id, "promise_id": promise.id, **mine} for n in range(3)
])
handoffs.action_send()
env.cr.commit()
print("PREPARED" + json.dumps({"users": [u.id for u in users], "handoffs": handoffs.ids}))
"""

PRESS = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
tries = []
def press():
    handoff = env["backoffice.handoff"].with_user({user}).browse({handoff})
    state = handoff.state  # the snapshot of this transaction is taken here
    if not tries:
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(state)
    handoff.action_accept()
try:
    retrying(press, env)
    print("WON", len(tries))
except UserError as error:
    print("LOST", len(tries), error)
"""


@pytest.fixture(scope="module")
def prepared(odoo_shell):
    line = next(x for x in odoo_shell(PREPARE).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def race(lab, folder, handoff, users):
    """Start both, let both read the old state, then let both press at once."""
    go = folder / "go"
    readies = [folder / f"ready-{user}" for user in users]
    children = [
        subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _user in users
    ]
    for child, user, ready in zip(children, users, readies, strict=True):
        child.stdin.write(PRESS.format(user=user, handoff=handoff, ready=str(ready), go=str(go)))
        child.stdin.close()
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    return [child.stdout.read() for child in children if not child.wait(timeout=90)]


def test_one_accepts_and_the_other_is_told(lab, prepared, query, tmp_path):
    handoff = prepared["handoffs"][0]
    answers = race(lab, tmp_path, handoff, prepared["users"])
    assert sum("WON" in answer for answer in answers) == 1, answers
    lost = next(answer for answer in answers if "LOST" in answer)
    assert "In work" in lost and "accept" in lost, "names the state it is in and the step asked for"
    events = query(
        "SELECT kind, seq FROM backoffice_handoff_event WHERE handoff_id = %s ORDER BY seq", handoff
    )
    assert events == [("sent", 1), ("accepted", 2)]


def test_the_winner_owns_it(query, prepared):
    rows = query(
        "SELECT h.user_id, e.actor_id, h.state, h.ledger_seq FROM backoffice_handoff h "
        "JOIN backoffice_handoff_event e ON e.handoff_id = h.id AND e.kind = 'accepted' WHERE h.id = %s",
        prepared["handoffs"][0],
    )
    [(owner, actor, state, seq)] = rows
    assert owner == actor and state == "accepted" and seq == 2
