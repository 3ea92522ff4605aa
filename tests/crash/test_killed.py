"""SIGKILL amid a stream of transitions, again and again; everything the server acknowledged is there.

CRASHES says how often (5; on demand: ``CRASHES=50 ./scripts/test crash``). The server, its database, and both in turn.
"""

import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

import psycopg2
import pytest
from conftest import ROOT
from office import VERIFY, Office, Stream

sys.path.insert(0, str(ROOT / "scripts"))
from servicestack import health, proc  # noqa: E402
from servicestack.postgres import Cluster  # noqa: E402
from servicestack.ui import Failed  # noqa: E402

CRASHES = int(os.environ.get("CRASHES", "5"))
FEWEST = 6  # steps acknowledged before a kill
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


def test_one_mail_per_key(place):
    """However often it died: a message that has a key of its own exists once."""
    twice = place.query(
        "SELECT m.message_id, count(*) FROM mail_mail q JOIN mail_message m ON m.id = q.mail_message_id "
        "WHERE m.message_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )
    assert twice == []
