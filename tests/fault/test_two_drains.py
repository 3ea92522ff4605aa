"""Two processes give out the same waiting requests at the same moment: once each, nobody above capacity."""

import json
import subprocess
import time

import pytest

PREPARE = """
import json
from odoo.fields import Command
company = env.company
lines = [Command.create({"name": str(d), "dayofweek": str(d), "hour_from": 0, "hour_to": 24, "day_period": "morning"})
         for d in range(7)]
company.resource_calendar_id = env["resource.calendar"].create(
    {"name": "Always (drains)", "tz": "UTC", "company_id": company.id, "attendance_ids": [Command.clear(), *lines]})
department = env["hr.department"].create({"name": "Race of drains", "company_id": company.id})
service = env["backoffice.service"].create(
    {"name": "Race of drains", "department_id": department.id, "accept_hours": 4, "deliver_hours": 8})
requests = env["backoffice.handoff"].create(
    [{"subject": f"Race {n}", "service_id": service.id} for n in range(20)])
requests._record("sent")
users = env["res.users"].with_context(no_reset_password=True).create([
    {"name": f"Race {n}", "login": f"race-drain-{n}", "company_id": company.id} for n in range(3)])
env["backoffice.member"].create(
    [{"user_id": user.id, "department_id": department.id, "capacity": 4} for user in users])
env.flush_all()
# set aside from the rule's own drain: the two processes below are to meet
env.cr.execute("UPDATE backoffice_service SET assign_policy = 'least_loaded' WHERE id = %s", [service.id])
env.cr.commit()
print("PREPARED" + json.dumps({"department": department.id, "users": users.ids, "requests": requests.ids}))
"""

DRAIN = """
import os, time
from odoo.service.model import retrying
prepared, tries = {prepared}, []
def drain():
    env.cr.execute("SELECT count(*) FROM backoffice_handoff")  # the snapshot is taken here
    if not tries:
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(1)
    department = env["hr.department"].browse(prepared["department"])
    return len(env["backoffice.assignment"]._drain(department))
print("GAVE", retrying(drain, env), len(tries))
"""

CLAIM = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
prepared, tries = {prepared}, []
def claim():
    mine = env["backoffice.handoff"].browse(prepared["requests"][0])
    mine.state, mine.user_id  # what the person sees
    if not tries:
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
    tries.append(1)
    mine.action_accept()
    return mine.user_id.id
print("CLAIMED", retrying(claim, env), len(tries))
"""


@pytest.fixture
def prepared(odoo_shell):
    code = PREPARE.replace("race-drain-", f"race-drain-{time.monotonic_ns()}-")
    line = next(x for x in odoo_shell(code).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def race(lab, folder, stories, prepared):
    """The stories in one process each, begun at the same moment; what each printed."""
    go = folder / "go"
    readies = [folder / f"ready-{number}" for number in range(len(stories))]
    children = [
        subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _story in stories
    ]
    for child, story, ready in zip(children, stories, readies, strict=True):
        child.stdin.write(story.format(prepared=prepared, ready=str(ready), go=str(go)))
        child.stdin.close()
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    answers = [child.stdout.read() for child in children]
    assert not any(child.wait(timeout=90) for child in children), answers
    return answers


def held(query, prepared):
    return dict(query(
        "SELECT user_id, count(*) FROM backoffice_handoff WHERE id IN %s AND user_id IS NOT NULL GROUP BY user_id",
        tuple(prepared["requests"]),
    ))


def test_pain_13_two_drains_never_give_one_request_twice_nor_exceed_capacity(lab, prepared, query, tmp_path):
    answers = race(lab, tmp_path, [DRAIN, DRAIN], prepared)
    assert all("GAVE" in answer for answer in answers), answers
    assert held(query, prepared) == dict.fromkeys(prepared["users"], 4), answers
    given = query("SELECT count(*), count(DISTINCT handoff_id) FROM backoffice_assignment WHERE handoff_id IN %s",
                  tuple(prepared["requests"]))
    assert given == [(12, 12)], answers


def test_pain_13_a_claim_and_a_drain_never_have_two_people_on_one_request(lab, prepared, query, tmp_path):
    answers = race(lab, tmp_path, [CLAIM, DRAIN], prepared)
    assert "CLAIMED" in answers[0] and "GAVE" in answers[1], answers
    first = prepared["requests"][0]
    [(state, holder)] = query("SELECT state, user_id FROM backoffice_handoff WHERE id = %s", first)
    decisions = query("SELECT user_id FROM backoffice_assignment WHERE handoff_id = %s", first)
    assert state == "accepted" and holder
    assert decisions in ([], [(holder,)]), "who was given it has it, or whoever claimed it"
    people = {person: count for person, count in held(query, prepared).items() if person in prepared["users"]}
    assert max(people.values()) <= 4, answers
