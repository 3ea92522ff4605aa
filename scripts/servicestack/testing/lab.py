"""The place where addon tests happen: a fast cluster and prepared databases.

base_<key>  stock dependencies with demo data; rebuilt when Odoo or they change
ours_<key>  base plus our three addons with demo data, of this very checkout
apps_<key>  base plus the stock apps of the bridges, without ours
bridged_<key>  ours plus the stock apps of the bridges, which then install by themselves
apart_<key> ours plus the stock apps of those bridges that bring a website along
t_<name>    a copy some kind of test works on
"""

import hashlib
import json
from contextlib import contextmanager
from functools import cached_property

from .. import health, proc, shell
from ..database import BUILDING, Databases
from ..odoo_source import Odoo, find_tree, python_env
from ..paths import (
    MODULES,
    OURS,
    RESULTS,
    ROOT,
    STACK,
    addons_digest,
    all_addons,
    bridges_apart,
    bridges_together,
    manifest,
)
from ..postgres import Cluster
from ..state import write_atomic
from ..ui import Failed, step

CONF = STACK / "test.conf"
DATA = STACK / "test-data"
PASSWORD = "admin"  # of throwaway databases only


def stock_dependencies(addons=OURS) -> list[str]:
    """Stock modules that the manifests of these addons name."""
    names = {name for addon in addons for name in manifest(addon).get("depends", ())}
    return sorted(names - set(all_addons()))


class Lab:
    """Fetches and builds on first use, so that cheap kinds stay cheap."""

    @cached_property
    def python(self):
        """Interpreter with Odoo's libraries and the test tools."""
        return python_env("odoo", "test")

    @cached_property
    def odoo(self) -> Odoo:
        """Odoo under the test interpreter."""
        return Odoo(find_tree(), self.python)

    @cached_property
    def cluster(self) -> Cluster:
        """The fast cluster, started."""
        cluster = Cluster("testpg", durable=False)
        cluster.start()
        return cluster

    @cached_property
    def databases(self) -> Databases:
        """Its databases; the settings file is written on the way."""
        databases = Databases(self.cluster, DATA)
        values = {
            "addons_path": self.odoo.addons_path,
            "data_dir": DATA,
            **self.cluster.settings(),
            "http_interface": "127.0.0.1",
            "list_db": False,
            "max_cron_threads": 0,
        }
        text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())
        write_atomic(CONF, text, 0o600)
        return databases

    def command(self, *args, coverage=False) -> list:
        """Odoo command line on the fast cluster."""
        self.databases  # noqa: B018 - writes the settings file
        command = self.odoo.command(*args, "-c", CONF)
        if coverage:
            at = command.index("-m")
            tool = ["-m", "coverage", "run", "-p", f"--rcfile={ROOT / 'pyproject.toml'}"]
            command[at:at] = tool
        return command

    def env(self, **extra) -> dict:
        """Environment of an Odoo run."""
        coverage = {"COVERAGE_FILE": str(RESULTS / ".coverage")}
        return {**self.odoo.env, **coverage, **extra}

    def run(self, log: str, *args, coverage=False, **extra) -> tuple[int, str]:
        """Run Odoo to its end; (exit code, log)."""
        path = RESULTS / f"{log}.log"
        command = self.command("server", *args, "--stop-after-init", coverage=coverage)
        status = proc.stream(command, path, env=self.env(**extra), cwd=ROOT)
        return status, path.read_text(errors="replace")

    def _build(self, name: str, modules: str, source: str = "") -> None:
        new = BUILDING + name
        self.databases.drop(new)
        if source:
            self.databases.copy(source, new)
        args = ["-d", new, "-i", modules, "--with-demo", "--no-http", "--log-level", "warn"]
        status, log = self.run(f"build-{name}", *args)
        if status or " ERROR " in log or " CRITICAL " in log:
            raise Failed(f"building {name} failed: see {RESULTS / f'build-{name}.log'}")
        self.databases.rename(new, name)

    def _forget(self, prefix: str) -> None:
        for name in self.databases.names():
            if name.startswith(prefix):
                self.databases.drop(name)

    @cached_property
    def base(self) -> str:
        """Name of the database with the stock dependencies."""
        modules = ",".join(stock_dependencies())
        known = f"{self.odoo.version} {self.cluster.version} {modules}"
        name = "base_" + hashlib.sha256(known.encode()).hexdigest()[:10]
        if name not in self.databases.names():
            self._forget("base_")
            with step("prepare a database with all stock dependencies"):
                self._build(name, modules)
        return name

    @property
    def ours_name(self) -> str:
        """Name of the database with our addons as they are now."""
        return f"ours_{self.base[-10:]}_{addons_digest()}"

    @property
    def ours(self) -> str:
        """The database with our addons, built if it is not there."""
        name = self.ours_name
        if name not in self.databases.names():
            self._forget("ours_")
            with step("install our three addons"):
                self._build(name, MODULES, source=self.base)
        return name

    @property
    def apps(self) -> str:
        """The database with the stock apps of the bridges and nothing of ours, for comparison."""
        modules = ",".join(stock_dependencies((*OURS, *bridges_together())))
        name = f"apps_{hashlib.sha256(f'{self.base} {modules}'.encode()).hexdigest()[:10]}"
        if name not in self.databases.names():
            self._forget("apps_")
            with step("install the stock apps of the bridges without our addons"):
                self._build(name, modules, source=self.base)
        return name

    @property
    def bridged(self) -> str:
        """The database in which the bridges have installed themselves."""
        return self._with_apps_of("bridged_", bridges_together(), "install the stock apps of the bridges")

    @property
    def apart(self) -> str:
        """The database of the bridges to apps that bring a website along."""
        return self._with_apps_of("apart_", bridges_apart(), "install the stock apps with a website")

    def _with_apps_of(self, prefix: str, addons, what: str) -> str:
        name = prefix + self.ours_name.removeprefix("ours_")
        if name not in self.databases.names():
            source, apps = self.ours, stock_dependencies((*OURS, *addons))
            self._forget(prefix)
            with step(what):
                self._build(name, ",".join(apps), source=source)
        return name

    def keep_as_ours(self, name: str) -> None:
        """Let a freshly installed database serve the following kinds too."""
        states = "SELECT count(*) FROM ir_module_module WHERE state = 'installed' AND name IN "
        count = self.cluster.sql(states + str(OURS), name)[0][0]
        if int(count) == len(OURS) and self.ours_name not in self.databases.names():
            self._forget("ours_")
            self.databases.copy(name, BUILDING + self.ours_name)
            self.databases.rename(BUILDING + self.ours_name, self.ours_name)

    def copy(self, name: str, source: str = "") -> str:
        """A database of its own for a kind of test."""
        self.databases.copy(source or self.ours, name)
        return name

    def inside(self, database: str, script: str, params: dict, *args):
        """Run a script of inside/ and return its reply."""
        command = self.command("shell", "-d", database, "--no-http", "--log-level=warn", *args)
        text = shell.program(script, params)
        out = proc.run(command, script, stdin=text, check=False, env=self.env())[1]
        return shell.answer(out, script)

    def facts(self, database: str, **more) -> dict:
        """What tests/conftest.py needs to know, as environment."""
        facts = {
            "database": database,
            "pg": self.cluster.env(),
            "shell": [str(p) for p in self.command("shell", "-d", database, "--no-http")],
            "shell_env": self.odoo.env,
            "login": "admin",
            "password": PASSWORD,
            **more,
        }
        path = RESULTS / f"lab-{database}.json"
        write_atomic(path, json.dumps(facts), 0o600)
        return {"SERVICE_LAB": str(path)}

    @contextmanager
    def server(self, database: str):
        """Odoo serving a database; yields its URL, stops at the end."""
        port = proc.free_port(18100)
        log = RESULTS / f"server-{database}.log"
        log.unlink(missing_ok=True)
        command = self.command("server", "-d", database, "--http-port", port)
        process = proc.start(command, log, env=self.env(), detached=False)
        try:
            url = f"http://127.0.0.1:{port}"
            health.wait(url, process, log)
            yield url
        finally:
            proc.stop(process.pid)
