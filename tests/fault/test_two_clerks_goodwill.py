"""Two clerks in two processes give the last money of the month: it is given once."""

import json
import subprocess
import time

import pytest

PREPARE = """
import json
from odoo.fields import Command
company = env.company
group = env["res.groups"].create({"name": "Goodwill (race)"})
agent = env.ref("frontoffice_crm.group_agent")
users = env["res.users"].with_context(no_reset_password=True).create([{
    "name": name, "login": f"goodwill-{name}", "company_id": company.id,
    "group_ids": [Command.set([agent.id, group.id])],
} for name in ("one", "two")])
env["frontoffice.mandate"].search([]).active = False
mandate = env["frontoffice.mandate"].create({
    "group_id": group.id, "per_case": 60, "per_month": 100, "company_id": company.id,
    "currency_id": company.currency_id.id,
})
partner = env["res.partner"].create({"name": "Race"})
cases = env["frontoffice.case"].create([
    {"subject": f"Race {n}", "type": "complaint", "partner_id": partner.id, "company_id": company.id} for n in range(%d)
])
env.cr.commit()
print("PREPARED" + json.dumps({"users": users.ids, "cases": cases.ids, "mandate": mandate.id}))
"""

GIVE = """
import os, time
from odoo.service.model import retrying
tries = []
def give():
    case = env["frontoffice.case"].with_user({user}).browse({case})
    room = env["frontoffice.mandate"].with_user({user})._room(case.company_id, {{"case": case}})["room"]
    if not tries:  # the snapshot of this transaction is taken: both read the same room
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(room)
    return case._give_goodwill({{"kind": "refund", "amount": {amount}}}).state
state = retrying(give, env)
print("ANSWER", state, tries)
"""


@pytest.fixture(scope="module")
def prepared(odoo_shell):
    line = next(x for x in odoo_shell(PREPARE % 4).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def race(lab, folder, jobs):
    """Start one process a job, let all read the room, then let all give at once."""
    go = folder / "go"
    children, readies = [], []
    for user, case, amount in jobs:
        ready = folder / f"ready-{user}"
        child = subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        child.stdin.write(GIVE.format(user=user, case=case, amount=amount, ready=str(ready), go=str(go)))
        child.stdin.close()
        children.append(child)
        readies.append(ready)
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    return [child.stdout.read() for child in children if not child.wait(timeout=90)]


def given(query, prepared):
    """(sum of what was given, what the month says)."""
    total = query(
        "SELECT COALESCE(SUM(amount_company), 0) FROM frontoffice_gesture WHERE mandate_id = %s AND state = 'given'",
        prepared["mandate"],
    )[0][0]
    months = query("SELECT used FROM frontoffice_mandate_budget WHERE mandate_id = %s", prepared["mandate"])
    return float(total), [float(used) for (used,) in months]


def test_the_first_of_the_month_races_for_the_row_itself(lab, prepared, query, tmp_path):
    """No row of this month yet: both make it, one survives, both are counted."""
    one, two = prepared["users"]
    answers = race(lab, tmp_path, [(one, prepared["cases"][0], 30), (two, prepared["cases"][1], 20)])
    assert all("ANSWER given" in answer for answer in answers), answers
    assert given(query, prepared) == (50.0, [50.0])


def test_two_clerks_cannot_overspend_together(lab, prepared, query, tmp_path):
    """50 of 100 are left; each wants 40 on another case: one is given, the other is asked for."""
    one, two = prepared["users"]
    answers = race(lab, tmp_path, [(one, prepared["cases"][2], 40), (two, prepared["cases"][3], 40)])
    states = sorted(answer.split("ANSWER ")[1].split()[0] for answer in answers)
    assert states == ["asked", "given"], answers
    assert sorted(answer.count("50.0") + answer.count("10.0") for answer in answers) == [1, 2], "one was tried again"
    assert given(query, prepared) == (90.0, [90.0])
