"""A private PostgreSQL cluster: Unix socket only, its own password."""

import os
import pwd
import re
import secrets
import shutil
import tempfile
from pathlib import Path

from .odoo_source import apt_install
from .paths import STACK, checkout_id
from .proc import run
from .state import write_atomic
from .ui import Failed, step

ROLE = "odoo"
OLDEST = 13
COMMON = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
timezone = 'UTC'
"""
# A test cluster is thrown away after a crash, so it need not survive one.
THROWAWAY = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
autovacuum_naptime = 5min
"""


def _bin_dirs():
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for name in ("pg_ctl", "initdb"):
        found = shutil.which(name)
        if found:
            yield Path(found).resolve().parent


def find_binaries() -> Path:
    """Folder with initdb, pg_ctl, psql; installed from Debian when we are root."""
    for _attempt in range(2):
        for folder in _bin_dirs():
            if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")):
                return folder
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            break
        with step("install PostgreSQL from the machine's Debian mirror"):
            apt_install("postgresql")
    raise Failed("PostgreSQL is missing: install it as root (Debian: apt-get install postgresql)")


def _unprivileged():
    """The account that runs the server when we are root: it refuses root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failed("PostgreSQL cannot run as root: create an account named postgres")


def _can_reach(folder: Path) -> bool:
    """Whether any account may walk into the folder's parents."""
    existing = [part for part in (folder, *folder.parents) if part.exists()]
    return all(part.stat().st_mode & 0o001 for part in existing)


class Cluster:
    """One cluster of this checkout; `durable` decides if it survives a crash."""

    def __init__(self, name: str, durable: bool):
        self.bin = find_binaries()
        self.durable = durable
        self.owner = _unprivileged() if os.geteuid() == 0 else None
        self.home = self._home(name)
        self.data = self.home / "data"
        self.socket = self.home / "s"
        if len(str(self.socket)) > 85:  # the kernel's limit for a socket is 107 bytes
            self.socket = Path(tempfile.gettempdir()) / f"st-{checkout_id()}-{name}"

    def _home(self, name: str) -> Path:
        """In the checkout; or, where the server's account cannot go, in /var/lib."""
        if self.owner and not _can_reach(STACK.parent):
            return Path("/var/lib/service-triangle") / checkout_id() / name
        return STACK / name

    @property
    def password(self) -> str:
        """The role's password; kept beside the data it opens."""
        return (self.home / "password").read_text().strip()

    @property
    def version(self) -> str:
        """Version of the server programs."""
        out = run([self.bin / "pg_ctl", "--version"], "pg_ctl")[1]
        return re.search(r"[\d.]+", out)[0]

    def settings(self) -> dict:
        """Connection settings in the words of odoo.conf."""
        return {"db_host": self.socket, "db_user": ROLE, "db_password": self.password}

    def env(self) -> dict:
        """Connection settings in the words of libpq."""
        return {"PGHOST": str(self.socket), "PGUSER": ROLE, "PGPASSWORD": self.password}

    def _run(self, cmd, what: str, check=True):
        as_owner = {}
        if self.owner:
            as_owner = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        return run(cmd, what, check=check, cwd="/", env=env, **as_owner)

    def _give(self, path: Path, mode: int = 0o700) -> None:
        path.mkdir(parents=True, exist_ok=True)
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        path.chmod(mode)

    def _init(self) -> None:
        with step("create the PostgreSQL cluster"):
            write_atomic(self.home / "password", secrets.token_urlsafe(24) + "\n", 0o600)
            building = self.home / "data.building"
            shutil.rmtree(building, ignore_errors=True)
            word = self.home / "pwfile"
            write_atomic(word, self.password + "\n", 0o600)
            if self.owner:
                os.chown(word, self.owner.pw_uid, self.owner.pw_gid)
            command = [self.bin / "initdb", "-D", building, "-U", ROLE, "--pwfile", word]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
            self._run([*command, *([] if self.durable else ["--no-sync"])], "initdb")
            word.unlink()
            with (building / "postgresql.conf").open("a") as conf:
                conf.write(COMMON + ("" if self.durable else THROWAWAY))
            building.rename(self.data)

    def running(self) -> bool:
        """Whether the server of this cluster is up."""
        if not self.data.exists():
            return False
        return self._run([self.bin / "pg_ctl", "-D", self.data, "status"], "pg_ctl", False)[0] == 0

    def start(self) -> None:
        """Create the cluster if needed and start its server."""
        self._give(self.home)
        self._give(self.socket)
        if not self.data.exists():
            self._init()
        self._check_version()
        if self.running():
            return
        with step("start PostgreSQL"):
            log = self.data / "server.log"
            command = [self.bin / "pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "90", "-s"]
            command += ["-o", f"-k {self.socket}", "start"]
            if self._run(command, "pg_ctl start", check=False)[0]:
                raise Failed(f"PostgreSQL does not start: the reason is at the end of {log}")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if self.version.split(".")[0] != made_by:
            raise Failed(
                f"the data in {self.data} is of PostgreSQL {made_by}, here is {self.version}: "
                f"install postgresql-{made_by}"
            )

    def stop(self) -> None:
        """Stop the server; the data stays."""
        if self.running():
            command = [self.bin / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop"]
            self._run(command, "pg_ctl stop")

    def sql(self, statement: str, database: str = "postgres") -> list[list[str]]:
        """Run one statement as the owner; rows of text."""
        command = [self.bin / "psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        command += ["-d", database, "-c", statement]
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **self.env()}
        out = run(command, "psql", env=env)[1]
        return [line.split("\t") for line in out.splitlines()]
