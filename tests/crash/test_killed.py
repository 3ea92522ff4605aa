"""SIGKILL amid a stream of transitions, again and again; everything the server acknowledged is there.

CRASHES says how often (5; on demand: ``CRASHES=50 ./scripts/test crash``). The server, its database, and both in turn.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
from pathlib import Path

import psycopg2
import pytest
from conftest import ROOT
from office import VERIFY, Office, Refused, Stream

sys.path.insert(0, str(ROOT / "scripts"))
from servicestack import health, proc  # noqa: E402
from servicestack.postgres import Cluster  # noqa: E402
from servicestack.ui import Failed  # noqa: E402

CRASHES = int(os.environ.get("CRASHES", "5"))
FEWEST = 6  # steps acknowledged before a kill
FEW_TOLD = 3  # requests at risk before a kill
VICTIMS = ("server", "database", "both")


def alive(pid):
    """Whether a process runs; one that has ended and was not fetched yet does not."""
    try:
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


class Place:
    """A server on a durable cluster, and the people who use it."""

    def __init__(self, lab, log):
        self.lab, self.log = lab, log
        self.cluster = Cluster("crashpg", durable=True)
        self.process = self.office = self.postmaster = None

    def up(self):
        self._database_up()
        port = proc.free_port(18300)
        command = [*self.lab["server"], "--http-port", str(port)]
        self.process = proc.start(command, self.log, env=self.lab["shell_env"], detached=False)
        self.lab["url"] = f"http://127.0.0.1:{port}"
        health.wait(self.lab["url"], self.process, self.log)
        if self.office:
            self.office.enter()
        else:
            self.office = Office(self.lab)

    def _database_up(self, patience=30):
        deadline = time.monotonic() + patience
        while self.postmaster and alive(self.postmaster) and time.monotonic() < deadline:
            time.sleep(0.1)
        if self.postmaster:  # one that nobody has fetched yet looks like a running server to pg_ctl
            (self.cluster.data / "postmaster.pid").unlink(missing_ok=True)
            self.postmaster = None
        while True:
            try:
                return self.cluster.start()
            except Failed:  # children of a killed postmaster need a moment to notice
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def kill(self, victim):
        if victim in ("database", "both"):
            self.postmaster = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
            os.kill(self.postmaster, signal.SIGKILL)
        if victim in ("server", "both"):
            self.process.kill()

    def rest(self):
        """What is left of it ends, too."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait(30)

    def run_the_minutes_job(self):
        """What the clock starts each minute; while the server runs it by itself it says so, then again."""
        admin = self.office.admin
        names = [("module", "=", "backoffice_ops"), ("name", "=", "cron_post")]
        [[known]] = [[row["res_id"] for row in admin.call("ir.model.data", "search_read", names, ["res_id"])]]
        for _try in range(100):
            try:
                return admin.call("ir.cron", "method_direct_trigger", [known])
            except Refused:
                time.sleep(0.1)
        raise AssertionError("the minute's job never came free")

    def query(self, sql, *params):
        pg = self.lab["pg"]
        link = psycopg2.connect(
            host=pg["PGHOST"], user=pg["PGUSER"], password=pg["PGPASSWORD"], dbname=self.lab["database"]
        )
        try:
            with link.cursor() as cursor:
                cursor.execute(sql, params or None)
                return cursor.fetchall()
        finally:
            link.close()


@pytest.fixture(scope="module")
def place(lab, tmp_path_factory):
    place = Place(lab, tmp_path_factory.mktemp("crash") / "server.log")
    place.up()
    yield place
    place.rest()


def the_stream(place, victim, seed):
    """Work until at least FEWEST steps are done and a little more, then the kill."""
    stream = Stream(place.office)
    stream.start()
    stream.wait_for(FEWEST)
    time.sleep(random.Random(seed).uniform(0, 0.4))
    place.kill(victim)
    stream.join(130)
    assert not stream.is_alive() and stream.error is not None
    assert isinstance(stream.error, (OSError, urllib.error.URLError)) or victim != "server", repr(stream.error)
    return stream


@pytest.mark.parametrize("number", range(CRASHES))
def test_nothing_acknowledged_is_lost(place, number):
    victim = VICTIMS[number % len(VICTIMS)]
    stream = the_stream(place, victim, number)
    assert len(stream.acknowledged) >= FEWEST
    place.rest()
    place.up()
    requests = sorted({request for request, _kind in stream.acknowledged})
    rows = place.query(
        "SELECT handoff_id, kind, seq FROM backoffice_handoff_event WHERE handoff_id = ANY(%s) ORDER BY 1, 3",
        requests,
    )
    assert {(request, kind) for request, kind, _seq in rows} >= set(stream.acknowledged)
    for request in requests:
        numbers = [seq for owner, _kind, seq in rows if owner == request]
        assert numbers == list(range(1, len(numbers) + 1)), "no gap, nothing half-written"
    kept = place.query("SELECT count(*) FROM frontoffice_promise WHERE id = ANY(%s)", stream.promises)
    assert kept == [(len(stream.promises),)]


def test_replay_equals_what_the_records_say(place):
    done = subprocess.run(
        [*place.lab["shell"], "--log-level=warn"], input=VERIFY, env=place.lab["shell_env"], capture_output=True,
        text=True, timeout=300,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("VERIFIED")]
    assert len(lines) == 3 and all(line.endswith(" []") for line in lines), (lines, done.stderr[-2000:])


class Teller(threading.Thread):
    """One request at risk after the other, and the minute's job run by hand each time."""

    def __init__(self, place):
        super().__init__(daemon=True)
        self.place, self.error, self.accepted = place, None, []

    def run(self):
        try:
            while True:
                _promise, request = self.place.office.promise_and_request("at risk at once")
                if len(self.accepted) % 2:  # the step comes before anybody does it, and there is nobody to tell
                    self.place.run_the_minutes_job()
                self.place.office.step("action_accept", request)
                self.accepted.append(request)
                self.place.run_the_minutes_job()
        except Exception as error:  # whatever the torn connection raises ends it
            self.error = error


@pytest.fixture(scope="module")
def at_risk(place):
    """Requests at risk as soon as somebody does them, told by a mail that waits for nothing; requests of all kills."""
    admin = place.office.admin
    always = admin.create("resource.calendar", {"name": "Always", "tz": "UTC", "attendance_ids": [
        [0, 0, {"name": "all day", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}] for day in range(7)
    ]})
    admin.call("backoffice.service", "write", [place.office.service], {"calendar_id": always})
    admin.create("backoffice.escalation", {"name": "At once", "step_ids": [
        [0, 0, {"clock": "deliver", "basis": "before", "value": 8, "tells": "doer", "channel": "urgent"}]
    ]})
    return []


TOLD = """
    SELECT handoff.id, count(DISTINCT step.id), count(DISTINCT post.id), count(DISTINCT message.id),
           count(DISTINCT mail.id)
      FROM backoffice_handoff handoff
      LEFT JOIN backoffice_escalation_sent step ON step.handoff_id = handoff.id
      LEFT JOIN backoffice_post post
             ON post.res_model = 'backoffice.handoff' AND post.res_id = handoff.id AND post.kind = 'risk'
            AND post.state = 'told' AND post.mailed
      LEFT JOIN mail_message message ON message.message_id = post.message_ref
      LEFT JOIN mail_mail mail ON mail.mail_message_id = message.id
     WHERE handoff.id = ANY(%s) GROUP BY 1"""


@pytest.mark.parametrize("number", range(CRASHES))
def test_who_is_told_is_told_once(place, at_risk, number):
    """The kill falls between step, line and mail, or amid them: all of it is there once, or none and then later."""
    teller = Teller(place)
    teller.start()
    deadline = time.monotonic() + 180
    while len(teller.accepted) < FEW_TOLD and teller.is_alive():
        assert time.monotonic() < deadline, "telling is too slow"
        time.sleep(0.005)
    time.sleep(random.Random(1000 + number).uniform(0, 0.4))
    place.kill(VICTIMS[number % len(VICTIMS)])
    teller.join(130)
    assert not teller.is_alive() and len(teller.accepted) >= FEW_TOLD, repr(teller.error)
    place.rest()
    place.up()
    at_risk.extend(teller.accepted)
    place.run_the_minutes_job()
    assert place.query(TOLD, at_risk) and {row[1:] for row in place.query(TOLD, at_risk)} == {(1, 1, 1, 1)}
    assert len(place.query(TOLD, at_risk)) == len(at_risk)


def test_one_mail_per_key(place):
    """However often it died: a message that has a key of its own exists once."""
    twice = place.query(
        "SELECT m.message_id, count(*) FROM mail_mail q JOIN mail_message m ON m.id = q.mail_message_id "
        "WHERE m.message_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )
    assert twice == []
    [[mails, keys]] = place.query(
        "SELECT count(*), count(DISTINCT m.message_id) FROM mail_mail q "
        "JOIN mail_message m ON m.id = q.mail_message_id WHERE m.message_id LIKE %s", "<backoffice-%",
    )
    assert mails == keys >= CRASHES * FEW_TOLD, "there were mails to send twice"
