"""Databases of an embedded cluster: create from a template, rename, drop.

A database gets its final name only when it is complete, so an interrupted
build is never mistaken for a finished one.
"""

import re
import shutil
from pathlib import Path

from .ui import Failed

BUILDING = "building_"


def check_name(name: str) -> str:
    """The name itself when a database may be called so.

    >>> check_name("triangle")
    'triangle'
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,40}", name) or name in ("postgres", "template0"):
        raise Failed(f"no database can be called {name!r}: use small letters, digits and _")
    return name


class Databases:
    """Databases with their files, which Odoo keeps in a folder of the same name."""

    def __init__(self, cluster, data_dir: Path):
        self.cluster = cluster
        self.filestore = data_dir / "filestore"

    def names(self) -> list[str]:
        """All databases except the server's own."""
        query = "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
        return [row[0] for row in self.cluster.sql(query) if row[0] != "postgres"]

    def drop(self, name: str) -> None:
        """Remove a database and its files, if any; ends its connections."""
        self.cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def copy(self, source: str, target: str) -> None:
        """Replace `target` by a copy of `source`."""
        self.drop(target)
        self.cluster.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{source}' AND pid <> pg_backend_pid()"
        )
        self.cluster.sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if (self.filestore / source).exists():
            shutil.copytree(self.filestore / source, self.filestore / target)

    def rename(self, source: str, target: str) -> None:
        """Give a finished database its name; files first, the database decides."""
        shutil.rmtree(self.filestore / target, ignore_errors=True)
        if (self.filestore / source).exists():
            (self.filestore / source).rename(self.filestore / target)
        self.cluster.sql(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
