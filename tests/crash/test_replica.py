"""Reads come from a streaming replica of PostgreSQL; what changes something goes to the first server.

The proof is a replica that stands still: the page goes on telling what was known when it stopped.
"""

import sys

import pytest
from conftest import ROOT
from office import Person

sys.path.insert(0, str(ROOT / "scripts"))
from servicestack import health, proc  # noqa: E402
from servicestack.postgres import Cluster  # noqa: E402
from servicestack.replica import Replica  # noqa: E402

OLD, NEW = "Kept, as it was", "Kept, as it is now"


@pytest.fixture(scope="module")
def primary():
    cluster = Cluster("crashpg", durable=True)
    cluster.start()
    return cluster


@pytest.fixture(scope="module")
def replica(primary):
    copy = Replica("replicapg", primary)
    copy.forget()
    copy.start()
    yield copy
    copy.forget()


@pytest.fixture(scope="module")
def served(lab, replica, tmp_path_factory):
    """A server that knows of both, and a person."""
    log, port = tmp_path_factory.mktemp("replica") / "server.log", proc.free_port(18500)
    command = [*lab["server"], "--http-port", str(port), f"--db_replica_host={replica.socket}"]
    process = proc.start(command, log, env=lab["shell_env"], detached=False)
    try:
        url = f"http://127.0.0.1:{port}"
        health.wait(url, process, log)
        yield Person({**lab, "url": url}, lab["login"], lab["password"])
    finally:
        process.kill()
        process.wait(30)


def rename(lab, primary, name):
    primary.sql(
        f"UPDATE triangle_kpi SET name = jsonb_build_object('en_US', '{name}') WHERE code = 'K33'", lab["database"]
    )


def label(person):
    tiles = person.call("triangle.dashboard", "get_page", {})["tiles"]
    return next(tile["label"] for tile in tiles if tile["code"] == "K33")


def test_the_copy_follows(replica):
    assert replica.follows()


def test_the_page_is_read_from_the_replica(lab, primary, replica, served):
    rename(lab, primary, OLD)
    replica.wait()
    assert label(served) == OLD
    replica.pause()
    try:
        rename(lab, primary, NEW)
        assert label(served) == OLD, "the first server knows better, but is not asked"
    finally:
        replica.resume()
    replica.wait()
    assert label(served) == NEW


def test_what_changes_something_reaches_the_first_server(lab, primary, served):
    runs = "SELECT coalesce(max(finished_at)::text, '') FROM triangle_job_run"
    before = primary.sql(runs, lab["database"])
    assert served.call("triangle.dashboard", "refresh") == {"errors": {}}
    assert primary.sql(runs, lab["database"]) != before


def test_a_dead_replica_takes_nothing_down(served, replica):
    replica.stop()
    try:
        assert label(served)
    finally:
        replica.start()
