"""Add-ons of others, fetched for a comparison in one process and thrown away with its database."""

import zipfile
from pathlib import Path

from .. import proc
from ..paths import RESULTS, STACK
from ..testing.lab import Lab
from ..ui import Failed, step

FOLDER = STACK / "peers"


def fetch(lab: Lab, packages: list[str]) -> Path:
    """Folder with the add-ons of these wheels, for the add-ons path."""
    wheels = FOLDER / "wheels"
    target = FOLDER / "odoo" / "addons"
    wheels.mkdir(parents=True, exist_ok=True)
    with step(f"fetch {', '.join(packages)}"):
        command = [lab.python, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check"]
        proc.run([*command, "-d", wheels, *packages], "pip download")
        for wheel in wheels.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(FOLDER)
    return target


def install(lab: Lab, database: str, path: Path, addons: list[str]) -> None:
    """Put them into a database beside ours."""
    with step(f"install {', '.join(addons)} beside ours"):
        args = ["-d", database, "-i", ",".join(addons), "--addons-path", searched(lab, path), "--no-http"]
        status, log = lab.run("peers", *args, "--log-level", "warn")
    if status or " CRITICAL " in log:
        raise Failed(f"the add-ons to compare with do not install: see {RESULTS / 'peers.log'}")


def searched(lab: Lab, path: Path) -> str:
    """The add-ons path with theirs in it."""
    return f"{lab.odoo.addons_path},{path}"
