"""The stack without Docker: a private cluster and Odoo, both in .stack."""

import os
import sys
from functools import cached_property

from . import health, proc, shell
from .database import BUILDING, Databases
from .odoo_source import Odoo, find
from .paths import LOGS, MODULES, STACK, addons_digest
from .postgres import Cluster
from .state import Secrets, write_atomic
from .ui import Failed, step

CONF = STACK / "odoo.conf"
DATA = STACK / "data"
LOG = LOGS / "odoo.log"
# Building a database is repeated from scratch after a crash: no need to wait
# for the disk at each commit (this cannot corrupt anything).
RELAXED = {"PGOPTIONS": "-c synchronous_commit=off"}


class Embedded:
    """Everything `up`, `down` and the others ask of a stack."""

    mode = "embedded"

    def __init__(self, state):
        self.state = state

    @cached_property
    def odoo(self) -> Odoo:
        """Source tree and interpreter, fetched on first use."""
        return find()

    @cached_property
    def cluster(self) -> Cluster:
        """The durable cluster of this checkout."""
        return Cluster("pg", durable=True)

    @cached_property
    def databases(self) -> Databases:
        """Databases of the cluster."""
        return Databases(self.cluster, DATA)

    def prepare(self, port: int | None) -> None:
        """Fetch what is missing, start the database server, settle the port."""
        self.odoo  # noqa: B018 - downloads come first, they fail most often
        self.cluster.start()
        self._settle_port(port)
        self._write_conf()

    def _settle_port(self, wanted: int | None) -> None:
        known = self.state.get("port")
        if self.pids() and known and wanted in (None, known):
            return
        self.stop_server()
        if wanted and not proc.port_is_free(wanted):
            raise Failed(f"port {wanted} is taken by another program: choose another --port")
        if not wanted and known and proc.port_is_free(known):
            wanted = known
        self.state.save(port=wanted or proc.free_port())

    def _write_conf(self) -> None:
        values = {
            "addons_path": self.odoo.addons_path,
            "data_dir": DATA,
            **self.cluster.settings(),
            "admin_passwd": Secrets().get_or_make("master", 24),
            "http_interface": "127.0.0.1",
            "http_port": self.state["port"],
            "list_db": False,
            "max_cron_threads": 1,
        }
        lines = ["[options]", *(f"{key} = {value}" for key, value in values.items())]
        write_atomic(CONF, "\n".join(lines) + "\n", 0o600)

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.state['port']}"

    def exists(self, name: str) -> bool:
        """Whether a finished database of this name is there."""
        return name in self.databases.names()

    def _server(self, what: str, *args) -> None:
        command = self.odoo.command("server", "-c", CONF, *args, "--stop-after-init", "--no-http")
        env = {**self.odoo.env, **RELAXED}
        log = LOGS / "install.log"
        proc.run([*command, "--max-cron-threads", "0"], what, log=log, env=env)

    def build(self, name: str, setup: dict) -> None:
        """Create a database with the three addons, ready to log in."""
        new = BUILDING + name
        with step("install the three addons into a new database (about two minutes)"):
            self.databases.drop(new)
            self._server("installing the addons", "-d", new, "-i", MODULES)
        with step("set the login"):
            self.run_inside(new, "setup", setup)
        self.databases.rename(new, name)

    def upgrade(self, name: str) -> None:
        """Bring an existing database to the addons of this checkout."""
        self.stop_server()
        with step(f"upgrade the addons in {name}"):
            self._server("upgrading the addons", "-d", name, "-i", MODULES, "-u", MODULES)

    def run_inside(self, name: str, script: str, params: dict):
        """Run a script of inside/ against a database and return its reply."""
        command = self.odoo.command("shell", "-c", CONF, "-d", name, "--no-http", "--log-level=warn")
        text = shell.program(script, params)
        out = proc.run(command, script, stdin=text, check=False, env=self.odoo.env)[1]
        return shell.answer(out, script)

    def pids(self) -> list[int]:
        """Our own Odoo server: it was started with this checkout's settings file."""
        return [pid for pid in proc.pids_with(f"--config={CONF}") if " server " in proc.command_line(pid)]

    def start_server(self, name: str) -> None:
        """Start Odoo on a database and wait until it answers."""
        running_with = (name, addons_digest())
        if self.pids() and tuple(self.state.get("running", ())) == running_with:
            if health.check(self.url):
                return
        self.stop_server()
        with step(f"start Odoo on {self.url}"):
            args = [f"--config={CONF}", "-d", name, "--db-filter", f"^{name}$"]
            process = proc.start(self.odoo.command("server", *args), LOG, env=self.odoo.env)
            self.state.save(running=running_with)
            health.wait(self.url, process, LOG)

    def stop_server(self) -> None:
        """Stop our Odoo, and only ours."""
        for pid in self.pids():
            proc.stop(pid)

    def down(self) -> None:
        """Stop everything; data stays."""
        self.stop_server()
        if (STACK / "state.json").exists():
            self.cluster.stop()

    def versions(self) -> dict:
        """What runs."""
        python = proc.run([self.odoo.python, "-V"], "python")[1].split()[-1]
        return {"odoo": self.odoo.version, "postgresql": self.cluster.version, "python": python}

    def healthy(self) -> bool:
        """Whether Odoo answers and reaches its database."""
        return bool(self.pids()) and health.check(self.url)

    def shell(self, name: str) -> int:
        """Interactive Odoo shell."""
        command = self.odoo.command("shell", "-c", CONF, "-d", name, "--no-http", "--log-level=warn")
        os.chdir(STACK)
        sys.stdout.flush()
        os.execve(str(command[0]), [str(part) for part in command], self.odoo.env)

    def share_file(self, path) -> str:
        """Path under which Odoo reads a file of the user."""
        return str(path)

    def logs(self, follow: bool) -> int:
        """Show the server's log."""
        if not LOG.exists():
            raise Failed("no log yet: start the stack with ./scripts/up")
        os.execvp("tail", ["tail", "-n", "200", *(["-F"] if follow else []), str(LOG)])
