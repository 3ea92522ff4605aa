"""The monthly survey by two workers at the same moment: one round, everybody invited once."""

import json
import subprocess
import time

PREPARE = """
import json
from odoo.fields import Command
company = env["res.company"].create({"name": "Asked once @TAG@", "pulse_monthly": True})
env["res.users"].with_context(no_reset_password=True).create([{
    "name": f"asked {n}", "login": f"asked-@TAG@-{n}", "company_id": company.id,
    "company_ids": [Command.set(company.ids)], "group_ids": [Command.set([env.ref("base.group_user").id])],
} for n in range(6)])
env.cr.commit()
print("PREPARED" + json.dumps(company.id))
"""

ASK = """
import os, time
from odoo.service.model import retrying
begun = []
def ask():
    env.cr.execute("SELECT count(*) FROM backoffice_pulse")  # the snapshot of this transaction is taken here
    if not begun:
        begun.append(1)
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    asked = env["backoffice.pulse"]._ask_this_month(env["res.company"].browse({company}))
    time.sleep(1)  # the other one meets what is not committed yet
    return asked
asked = retrying(ask, env)
env.cr.commit()
print("ASKED", int(asked))
"""


def started(lab, code):
    child = subprocess.Popen(
        [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    child.stdin.write(code)
    child.stdin.close()
    return child


def test_two_workers_ask_once(lab, odoo_shell, query, tmp_path):
    told = odoo_shell(PREPARE.replace("@TAG@", str(time.time_ns())))
    company = json.loads(next(x for x in told.splitlines() if "PREPARED" in x).split("PREPARED", 1)[1])
    go, readies = tmp_path / "go", [tmp_path / f"ready-{n}" for n in range(2)]
    children = [started(lab, ASK.format(ready=str(ready), go=str(go), company=company)) for ready in readies]
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.02)
    go.touch()
    told = [child.stdout.read() for child in children if not child.wait(timeout=120)]
    assert sorted("ASKED 1" in text for text in told) == [False, True], told
    assert query("SELECT state, asked FROM backoffice_pulse WHERE company_id = %s", company) == [("open", 6)]
    assert query(
        """SELECT count(*), count(DISTINCT i.user_id) FROM backoffice_pulse_invitation i
             JOIN backoffice_pulse p ON p.id = i.pulse_id WHERE p.company_id = %s""", company,
    ) == [(6, 6)]
