"""Two heads press in two processes at once: one decides, the other reads who was faster."""

import json
import subprocess
import time
from uuid import uuid4

import pytest

PREPARE = """
import json
from odoo.fields import Command
company = env.company
users = env["res.users"].with_context(no_reset_password=True).create([{
    "name": f"Head {name}", "login": f"approve-{name}", "company_id": company.id,
    "group_ids": [Command.set([env.ref("backoffice_ops.group_clerk").id])],
} for name in ("one", "two", "asks")])
department = env["hr.department"].create({"name": "Race approvals", "company_id": company.id})
env["backoffice.member"].create([
    {"user_id": user.id, "department_id": department.id, "role": "head", "company_id": company.id} for user in users[:2]
])
service = env["backoffice.service"].create({
    "name": "Race approval", "department_id": department.id, "company_id": company.id,
    "approval_step_ids": [Command.create({"name": "Head", "who": "head"})],
})
request = env["backoffice.handoff"].create({
    "subject": "Race", "service_id": service.id, "company_id": company.id, "from_user_id": users[2].id,
})
request.action_send()
env.cr.commit()
print("PREPARED" + json.dumps({"users": users.ids, "approval": request.approval_ids.id}))
"""

PRESS = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
tries = []
def press():
    approval = env["backoffice.approval"].with_user({user}).browse({approval})
    state = approval.state
    if not tries:  # the snapshot of this transaction is taken: both see it undecided
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(state)
    return approval._decide({answer!r}, "because")
try:
    retrying(press, env)
    print("ANSWER decided", tries)
except UserError as error:
    print("ANSWER refused", error, tries)
"""


@pytest.fixture(name="prepared")
def _prepared(odoo_shell):
    """An open request for approval with two heads who may decide it; of its own for each test."""
    printed = odoo_shell(PREPARE.replace("approve-", f"approve-{uuid4().hex}-"))
    line = next(x for x in printed.splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def test_two_approvers_at_once(lab, prepared, query, tmp_path):
    go, children, readies = tmp_path / "go", [], []
    for user, answer in zip(prepared["users"], ("approve", "decline"), strict=False):
        ready = tmp_path / f"ready-{user}"
        child = subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        child.stdin.write(PRESS.format(
            user=user, approval=prepared["approval"], answer=answer, ready=str(ready), go=str(go)
        ))
        child.stdin.close()
        children.append(child)
        readies.append(ready)
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    answers = [child.stdout.read() for child in children if not child.wait(timeout=90)]
    assert sorted("decided" in answer for answer in answers) == [False, True], answers
    refused = next(answer for answer in answers if "refused" in answer)
    assert "was faster: it is" in refused
    assert refused.count("'asked'") == 1, "both had seen it undecided, the second was tried again"
    rows = query("SELECT state FROM backoffice_approval_seat WHERE approval_id = %s", prepared["approval"])
    assert sorted(state for (state,) in rows)[-1] == "dropped", rows
    [(state, decided)] = query("SELECT state, decided_at FROM backoffice_approval WHERE id = %s", prepared["approval"])
    assert state in ("approved", "declined") and decided


HOLD = """
approval = env["backoffice.approval"].browse({approval})
env.cr.execute("SELECT id FROM backoffice_approval WHERE id = %s FOR UPDATE", [approval.id])
open({ready!r}, "w").close()
import os, time
while not os.path.exists({go!r}):
    time.sleep(0.05)
env.cr.rollback()
print("HELD")
"""
WAIT = """
import time
from odoo.exceptions import UserError
began = time.monotonic()
try:
    env["backoffice.approval"].with_user({user}).browse({approval})._decide("approve")
except UserError as error:
    print("ANSWER", round(time.monotonic() - began), error)
env.cr.execute("SELECT current_setting('lock_timeout')")
print("AFTER", env.cr.fetchone()[0])
"""


def test_a_decision_that_hangs_is_said_in_words(lab, odoo_shell, prepared, tmp_path):
    ready, go = tmp_path / "held", tmp_path / "let-go"
    holder = subprocess.Popen(
        [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    holder.stdin.write(HOLD.format(approval=prepared["approval"], ready=str(ready), go=str(go)))
    holder.stdin.close()
    deadline = time.monotonic() + 90
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        said = odoo_shell(WAIT.format(user=prepared["users"][0], approval=prepared["approval"]))
    finally:
        go.touch()
        holder.wait(timeout=90)
    words = next(line for line in said.splitlines() if "ANSWER" in line).split("ANSWER", 1)[1]
    assert "Somebody else is deciding this just now" in words, said
    assert 4 <= int(words.split()[0]) <= 15, words
    assert "AFTER 0" in said, "the patience of one question is not that of the whole transaction"
