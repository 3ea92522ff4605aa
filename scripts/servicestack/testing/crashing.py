"""A server and its database killed amid their work, on settings that survive it."""

from .. import proc
from ..paths import RESULTS
from ..postgres import Cluster
from ..state import write_atomic
from ..ui import step
from .lab import CONF, Lab

NAME = "t_crash"


def durable(lab: Lab) -> tuple[Cluster, dict]:
    """A cluster with durable settings that holds a copy of our database, and what the tests must know of it."""
    cluster = Cluster("crashpg", durable=True)
    cluster.start()
    with step("copy the database into a durable cluster"):
        _copy(lab, cluster)
    conf = CONF.with_name("crash.conf")
    own, theirs = cluster.settings(), lab.cluster.settings()
    text = CONF.read_text()
    for key, value in theirs.items():
        text = text.replace(f"{key} = {value}\n", f"{key} = {own[key]}\n")
    write_atomic(conf, text.replace("max_cron_threads = 0", "max_cron_threads = 1"), 0o600)
    return cluster, _commands(lab, conf) | {"pg": cluster.env()}


def _commands(lab: Lab, conf) -> dict:
    """The server and the shell on these settings."""
    server = lab.odoo.command("server", "-c", conf, "-d", NAME)
    shell = lab.odoo.command("shell", "-c", conf, "-d", NAME, "--no-http")
    return {"server": [str(part) for part in server], "shell": [str(part) for part in shell]}


def _copy(lab: Lab, cluster: Cluster) -> None:
    dump = RESULTS / "crash.dump"
    source = lab.ours
    read = [cluster.bin / "pg_dump", "-Fc", "-Z1", "-f", dump, "-d", source]
    proc.run(read, "pg_dump", env={"PATH": "/usr/bin:/bin", **lab.cluster.env()})
    cluster.sql(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    cluster.sql(f'CREATE DATABASE "{NAME}"')
    write = [cluster.bin / "pg_restore", "-j2", "--no-owner", "-d", NAME, dump]
    proc.run(write, "pg_restore", env={"PATH": "/usr/bin:/bin", **cluster.env()})
    dump.unlink()
