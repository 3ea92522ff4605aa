"""The stack with Docker: the official images, driven by docker compose."""

import os
import shutil
import subprocess
import time

from . import health, proc, shell
from .database import BUILDING
from .paths import LOGS, MODULES, ROOT, addons_digest, checkout_id
from .state import Secrets, write_atomic
from .ui import Failed, step

ENV_FILE = ROOT / ".env"
FILESTORE = "/var/lib/odoo/filestore"


def engine_answers() -> bool:
    """Whether a Docker engine and its compose command are there."""
    return bool(
        shutil.which("docker")
        and proc.run(["docker", "info"], "docker info", check=False)[0] == 0
        and compose_command(check=False)
    )


def compose_command(check=True) -> list[str]:
    """`docker compose`, or the older `docker-compose`."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and not proc.run([*command, "version"], "p", check=False)[0]:
            return command
    if check:
        raise Failed("Docker runs but compose is missing: install docker-compose-plugin")
    return []


def read_env() -> dict[str, str]:
    """Settings of .env."""
    lines = ENV_FILE.read_text().splitlines() if ENV_FILE.exists() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}


def write_env(**values) -> None:
    """Create .env from the example, or change settings in it."""
    source = ENV_FILE if ENV_FILE.exists() else ROOT / ".env.example"
    lines = []
    for line in source.read_text().splitlines():
        key = line.split("=", 1)[0]
        lines.append(f"{key}={values.pop(key)}" if key in values else line)
    lines += [f"{key}={value}" for key, value in values.items()]
    write_atomic(ENV_FILE, "\n".join(lines) + "\n", 0o600)


class Compose:
    """Same questions as Embedded, answered by containers."""

    mode = "docker"

    def __init__(self, state):
        self.state = state
        self.command = [*compose_command(), "-p", f"service-triangle-{checkout_id()}"]

    def _compose(self, what: str, *args, stdin="", check=True):
        log = LOGS / "compose.log"
        return proc.run([*self.command, *args], what, log=log, stdin=stdin, cwd=ROOT, check=check)

    def prepare(self, port: int | None) -> None:
        """Settle secrets and port, start the database server."""
        env = read_env()
        if not env.get("POSTGRES_PASSWORD"):
            write_env(POSTGRES_PASSWORD=Secrets().get_or_make("postgres", 24))
        self._settle_port(port, int(env.get("ODOO_PORT") or 8069))
        with step("start PostgreSQL (the first time its image is downloaded)"):
            self._compose("starting PostgreSQL", "up", "-d", "db")
            self._wait_for_database()

    def _settle_port(self, wanted: int | None, first: int) -> None:
        known = self.state.get("port")
        if known and wanted in (None, known):
            return
        if wanted and not proc.port_is_free(wanted):
            raise Failed(f"port {wanted} is taken by another program: choose another --port")
        port = wanted or proc.free_port(first)
        write_env(ODOO_PORT=port)
        self.state.save(port=port)

    def _wait_for_database(self, patience: float = 90.0) -> None:
        """Until the server takes connections; compose 1.29 has no --wait of its own."""
        deadline = time.monotonic() + patience
        ready = ["exec", "-T", "db", "pg_isready", "-U", "odoo", "-d", "postgres", "-h", "127.0.0.1"]
        while self._compose("pg_isready", *ready, check=False)[0]:
            if time.monotonic() > deadline:
                raise Failed("PostgreSQL does not answer in its container: see ./scripts/logs")
            time.sleep(1)

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.state['port']}"

    def sql(self, statement: str) -> list[str]:
        """Run one statement in the database container; lines of text."""
        command = ["psql", "-XAtq", "-U", "odoo", "-d", "postgres", "-c", statement]
        return self._compose("psql", "exec", "-T", "db", *command)[1].splitlines()

    def exists(self, name: str) -> bool:
        """Whether a finished database of this name is there."""
        return name in self.sql("SELECT datname FROM pg_database")

    def _once(self, what: str, *args, stdin="", check=True):
        """Run an Odoo command in a container of its own."""
        return self._compose(what, "run", "--rm", "-T", "odoo", *args, stdin=stdin, check=check)

    def _server(self, what: str, *args) -> None:
        flags = ["--stop-after-init", "--no-http", "--max-cron-threads", "0"]
        self._once(what, "odoo", *args, *flags)

    def build(self, name: str, setup: dict) -> None:
        """Create a database with the three addons, ready to log in."""
        new = BUILDING + name
        with step("install the three addons into a new database (about two minutes)"):
            self._compose("stopping Odoo", "stop", "odoo")
            self.sql(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')
            self._server("installing the addons", "-d", new, "-i", MODULES)
        with step("set the login"):
            self.run_inside(new, "setup", setup)
        move = f"rm -rf {FILESTORE}/{name}; ! [ -d {FILESTORE}/{new} ] || mv {FILESTORE}/{new} {FILESTORE}/{name}"
        self._once("naming the database", "bash", "-c", move)
        self.sql(f'ALTER DATABASE "{new}" RENAME TO "{name}"')

    def upgrade(self, name: str) -> None:
        """Bring an existing database to the addons of this checkout."""
        with step(f"upgrade the addons in {name}"):
            self._compose("stopping Odoo", "stop", "odoo")
            self._server("upgrading the addons", "-d", name, "-i", MODULES, "-u", MODULES)

    def run_inside(self, name: str, script: str, params: dict):
        """Run a script of inside/ against a database and return its reply."""
        args = ["odoo", "shell", "-d", name, "--no-http", "--log-level=warn"]
        out = self._once(script, *args, stdin=shell.program(script, params), check=False)[1]
        return shell.answer(out, script)

    def start_server(self, name: str) -> None:
        """Start Odoo on a database and wait until it answers."""
        running_with = [name, addons_digest()]
        if self.state.get("running") != running_with:
            write_env(ODOO_DATABASE=name)
            self._compose("stopping Odoo", "stop", "odoo")
        with step(f"start Odoo on {self.url}"):
            self._compose("starting Odoo", "up", "-d", "odoo")
            health.wait(self.url, None, LOGS / "compose.log")
        self.state.save(running=running_with)

    def down(self) -> None:
        """Stop the containers; the volumes stay."""
        self._compose("stopping", "down")

    def healthy(self) -> bool:
        """Whether Odoo answers and reaches its database."""
        return health.check(self.url)

    def versions(self) -> dict:
        """What runs."""
        env = read_env()
        odoo = env.get("ODOO_IMAGE") or "odoo:19"
        return {"odoo": odoo, "postgresql": env.get("POSTGRES_IMAGE") or "postgres:16"}

    def shell(self, name: str) -> int:
        """Interactive Odoo shell."""
        command = [*self.command, "run", "--rm", "odoo", "odoo", "shell", "-d", name, "--no-http"]
        return subprocess.call(command, cwd=ROOT)

    def share_file(self, path) -> str:
        """Path under which Odoo reads a file of the user: a copy in its volume."""
        shared = "/var/lib/odoo/import.log"
        copy = ["bash", "-c", f"cat > {shared}"]
        command = [*self.command, "run", "--rm", "-T", "odoo", *copy]
        with path.open("rb") as stream:
            if subprocess.call(command, cwd=ROOT, stdin=stream):
                raise Failed(f"cannot copy {path} into the container")
        return shared

    def logs(self, follow: bool) -> int:
        """Show the server's log."""
        os.chdir(ROOT)
        command = [*self.command, "logs", "--tail", "200", *(["-f"] if follow else []), "odoo"]
        os.execvp(command[0], command)
