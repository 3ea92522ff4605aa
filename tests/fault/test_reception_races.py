"""Two processes at the reception at the same moment: numbers, the next in line, and one free time."""

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
always = env["resource.calendar"].create(
    {"name": "Always (race)", "tz": "UTC", "company_id": company.id, "attendance_ids": [Command.clear(), *lines]})
queue = env["frontoffice.queue"].create(
    {"name": "Race", "prefix": "R%", "company_id": company.id, "calendar_id": always.id})
groups = [env.ref("frontoffice_crm.group_agent").id, env.ref("frontoffice_crm.group_feature_reception").id]
users = [
    env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": f"race-reception-{name}", "company_id": company.id, "group_ids": [Command.set(groups)],
    }) for name in ("one", "two")
]
kind = env["frontoffice.appointment.type"].create({
    "name": "Race", "company_id": company.id, "calendar_id": always.id, "min_notice_hours": 0,
    "user_ids": [Command.set(users[0].ids)],
})
company.resource_calendar_id = always
slot = kind._slots()[5]["start"]
env.cr.commit()
print("PREPARED" + json.dumps({
    "users": [user.id for user in users], "queue": queue.id, "kind": kind.id, "slot": str(slot)}))
"""

WAIT = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying
user, prepared = {user}, {prepared}
env = env(user=user)
def together():
    env.cr.execute("SELECT count(*) FROM frontoffice_encounter")  # the snapshot is taken here
    if not os.path.exists({ready!r}):
        open({ready!r}, "w").close()
        while not os.path.exists({go!r}):
            time.sleep(0.005)
"""

NUMBERS = WAIT + """
def take():
    together()
    return env["frontoffice.queue"].browse(prepared["queue"])._issue().ticket_seq
for n in range(8):
    print("NUMBER", retrying(take, env))
    env.cr.commit()
"""

NEXT = WAIT + """
def call():
    together()
    return env["frontoffice.desk"].call_next(prepared["queue"])
print("CALLED", retrying(call, env)["number"])
env.cr.commit()
"""

BOOK = WAIT + """
from odoo import fields
from odoo.addons.frontoffice_crm.models.appointment_booking import SlotTaken
def book():
    together()
    kind = env["frontoffice.appointment.type"].browse(prepared["kind"])
    return kind._book(fields.Datetime.to_datetime(prepared["slot"]), {{"name": "Tom"}}).id
try:
    print("BOOKED", retrying(book, env))
    env.cr.commit()
except SlotTaken as taken:
    print("TAKEN", len(taken.slots), taken)
"""


@pytest.fixture(scope="module")
def prepared(odoo_shell):
    line = next(x for x in odoo_shell(PREPARE).splitlines() if "PREPARED" in x)
    return json.loads(line.split("PREPARED", 1)[1])


def race(lab, folder, story, prepared):
    """The same story in two processes, begun at the same moment; what each printed."""
    go = folder / "go"
    readies = [folder / f"ready-{user}" for user in prepared["users"]]
    children = [
        subprocess.Popen(
            [*lab["shell"], "--log-level=critical"], env=lab["shell_env"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _user in readies
    ]
    for child, user, ready in zip(children, prepared["users"], readies, strict=True):
        child.stdin.write(story.format(user=user, prepared=prepared, ready=str(ready), go=str(go)))
        child.stdin.close()
    deadline = time.monotonic() + 90
    while not all(ready.exists() for ready in readies) and time.monotonic() < deadline:
        time.sleep(0.05)
    go.touch()
    return [child.stdout.read() for child in children if not child.wait(timeout=120)]


def after(word, told):
    return [line.split(word, 1)[1].strip() for text in told for line in text.splitlines() if word in line]


def test_numbers_are_unique_and_without_gaps(lab, prepared, tmp_path):
    numbers = sorted(int(number) for number in after("NUMBER", race(lab, tmp_path, NUMBERS, prepared)))
    assert numbers == list(range(1, 17))


def test_two_clerks_call_two_people(lab, prepared, tmp_path, query):
    called = after("CALLED", race(lab, tmp_path, NEXT, prepared))
    assert sorted(called) == ["R%1", "R%2"]
    rows = query(
        "SELECT count(DISTINCT user_id) FROM frontoffice_encounter WHERE queue_id = %s AND state = 'serving'",
        prepared["queue"],
    )
    assert rows == [(2,)]


def test_one_books_and_the_other_is_offered_the_next_times(lab, prepared, tmp_path, query):
    told = race(lab, tmp_path, BOOK, prepared)
    assert len(after("BOOKED", told)) == 1, told
    [taken] = after("TAKEN", told)
    assert taken.startswith("6 ") and "just been taken" in taken
    rows = query(
        "SELECT count(*) FROM calendar_event WHERE appointment_type_id = %s AND start = %s",
        prepared["kind"], prepared["slot"],
    )
    assert rows == [(1,)]
