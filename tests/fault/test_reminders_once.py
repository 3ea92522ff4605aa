"""Reminders by two processes at once, and by one that is killed in the middle: each key once, in one mail."""

import json
import signal
import subprocess
import time

import pytest

PREPARE = """
import json
from odoo.fields import Command
company = env["res.company"].create({"name": "Reminded @TAG@", "post_quiet_from": 0, "post_quiet_to": 0})
env = env(context={**env.context, "allowed_company_ids": company.ids})
always = env["resource.calendar"].create({
    "name": "Always (reminders)", "tz": "UTC", "company_id": company.id, "attendance_ids": [Command.clear()] + [
        Command.create({"name": str(d), "dayofweek": str(d), "hour_from": 0, "hour_to": 24}) for d in range(7)]})
company.resource_calendar_id = always
mine = {"company_id": company.id}
department = env["hr.department"].create({"name": "Parts (reminders)", **mine})
service = env["backoffice.service"].create(
    {"name": "Soon due", "department_id": department.id, "accept_hours": 1, "deliver_hours": 1, **mine})
users = [
    env["res.users"].with_context(no_reset_password=True).create({
        "name": f"reminded {n}", "login": f"again-@TAG@-{n}", "email": f"reminded{n}@example.com", "tz": "UTC",
        "company_id": company.id, "company_ids": [Command.set(company.ids)],
        "group_ids": [Command.set([env.ref("backoffice_ops.group_clerk").id])],
    }) for n in range(3)
]
for user in users:
    env["backoffice.member"].create({"user_id": user.id, "department_id": department.id, **mine})
handoffs = env["backoffice.handoff"].create([
    {"subject": f"Pump {n}", "service_id": service.id, "user_id": users[n % 3].id, **mine} for n in range(24)
])
handoffs.action_send()
env.cr.commit()
print("PREPARED" + json.dumps({"handoffs": handoffs.ids}))
"""

SWEEP = """
import os, time
from datetime import timedelta
from odoo import fields
from odoo.service.model import retrying
begun = []
def batch():
    env.cr.execute("SELECT count(*) FROM backoffice_post")  # the snapshot of this transaction is taken here
    if not begun:
        begun.append(1)
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    count = env["backoffice.escalation.sent"]._sweep(limit=5)
    count += env["backoffice.post"]._deliver(limit=5, now=fields.Datetime.now() + timedelta(minutes=1))
    {inside}
    return count
rounds = 0
while retrying(batch, env):
    rounds += 1
print("ROUNDS", rounds)
"""
HANG = """
    begun.append(1)
    if len(begun) == 4:  # two batches are committed, this one is written and not committed
        env.flush_all()
        open({hung!r}, "w").close()
        time.sleep(300)
"""


def prepared(odoo_shell, tag):
    told = odoo_shell(PREPARE.replace("@TAG@", tag))
    return json.loads(next(x for x in told.splitlines() if "PREPARED" in x).split("PREPARED", 1)[1])["handoffs"]


def started(lab, code):
    child = subprocess.Popen(
        [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )
    child.stdin.write(code)
    child.stdin.close()
    return child


def waited(*paths, patience=90):
    deadline = time.monotonic() + patience
    while not all(path.exists() for path in paths) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert all(path.exists() for path in paths)


def assert_once(query, handoffs):
    """One key a request, one line told, and exactly one mail that carries it."""
    keys = query(
        "SELECT handoff_id, count(*) FROM backoffice_escalation_sent WHERE handoff_id = ANY(%s) GROUP BY 1", handoffs
    )
    assert sorted(keys) == [(handoff, 1) for handoff in sorted(handoffs)]
    rows = query(
        """SELECT p.res_id, p.state, p.mailed, count(m.id)
             FROM backoffice_post p LEFT JOIN mail_message m ON m.message_id = p.message_ref
            WHERE p.res_model = 'backoffice.handoff' AND p.res_id = ANY(%s) GROUP BY p.id""", handoffs,
    )
    assert sorted(rows) == [(handoff, "told", True, 1) for handoff in sorted(handoffs)]


@pytest.fixture
def files(tmp_path):
    return {"go": tmp_path / "go", "ready": tmp_path / "ready", "hung": tmp_path / "hung"}


def test_two_sweeps_tell_each_key_once(lab, odoo_shell, query, files, tmp_path):
    handoffs = prepared(odoo_shell, "two")
    readies = [tmp_path / f"ready-{n}" for n in range(2)]
    children = [
        started(lab, SWEEP.format(ready=str(ready), go=str(files["go"]), inside="")) for ready in readies
    ]
    waited(*readies)
    files["go"].touch()
    told = [child.stdout.read() for child in children]
    assert [child.wait(timeout=120) for child in children] == [0, 0], told
    assert len([text for text in told if "ROUNDS" in text]) == 2, told
    assert_once(query, handoffs)


def test_killed_in_the_middle_and_run_again(lab, odoo_shell, query, files):
    handoffs = prepared(odoo_shell, "killed")
    files["go"].touch()
    inside = HANG.format(hung=str(files["hung"]))
    child = started(lab, SWEEP.format(ready=str(files["ready"]), go=str(files["go"]), inside=inside))
    waited(files["hung"])
    child.send_signal(signal.SIGKILL)
    assert child.wait(timeout=30) == -signal.SIGKILL
    half = query("SELECT count(*) FROM backoffice_escalation_sent WHERE handoff_id = ANY(%s)", handoffs)
    assert 0 < half[0][0] < len(handoffs), "what was acknowledged is there, the rest is not"
    told = odoo_shell(SWEEP.format(ready=str(files["ready"]), go=str(files["go"]), inside=""))
    assert "ROUNDS" in told
    assert_once(query, handoffs)
