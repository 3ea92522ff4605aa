"""Which Odoo 19 and which Python run the embedded stack."""

import hashlib
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .paths import ADDONS, ROOT, cache_dir
from .proc import run
from .state import lock
from .ui import Failed, say, step

PYTHONS = ("3.11", "3.12", "3.13")


@dataclass
class Odoo:
    """An Odoo source tree with the interpreter that can run it."""

    tree: Path
    python: Path

    @property
    def version(self) -> str:
        """Series and, for Debian's package, the package version."""
        package = re.search(r"odoo-19_([^_/]+)_", str(self.tree))
        return f"19.0 (Debian {package[1]})" if package else f"19.0 ({self.tree})"

    @property
    def addons_path(self) -> str:
        """Core and stock addons, then ours."""
        folders = [self.tree / "odoo" / "addons", self.tree / "addons", ADDONS]
        return ",".join(str(folder) for folder in folders if folder.is_dir())

    @property
    def env(self) -> dict:
        """Environment in which `python -m odoo` finds this Odoo."""
        hidden = ("PYTHONHOME", "VIRTUAL_ENV", "ODOO_RC")
        kept = {key: value for key, value in os.environ.items() if key not in hidden}
        return dict(kept, PYTHONPATH=str(self.tree), PYTHONUNBUFFERED="1", LC_ALL="C.UTF-8")

    def command(self, *args) -> list:
        """Command line of an Odoo command."""
        return [self.python, "-W", "ignore", "-m", "odoo", *args]


def _is_19(tree: Path) -> bool:
    release = tree / "odoo" / "release.py"
    return release.exists() and "version_info = (19, 0" in release.read_text()


def _installed() -> Path | None:
    """An Odoo 19 the machine's own Python knows, behind a folder of its own.

    The folder holds only a link to the package, so that the other modules
    installed beside it do not shadow the pinned ones.
    """
    code = "import os, odoo.release as r; print(os.path.dirname(r.__file__))"
    for python in dict.fromkeys(["/usr/bin/python3", shutil.which("python3"), sys.executable]):
        status, out = run([python, "-c", code], "look for Odoo", check=False) if python else (1, "")
        package = Path(out.strip().splitlines()[-1]) if not status and out.strip() else None
        if package and _is_19(package.parent):
            tree = cache_dir() / "installed" / hashlib.sha256(str(package).encode()).hexdigest()[:8]
            tree.mkdir(parents=True, exist_ok=True)
            if not (tree / "odoo").is_symlink():
                (tree / "odoo").symlink_to(package)
            return tree
    return None


def find_tree() -> Path:
    """ODOO_SOURCE, an installed Odoo 19, or Debian's package, in this order."""
    given = os.environ.get("ODOO_SOURCE")
    if given:
        tree = Path(given).expanduser().resolve()
        if not _is_19(tree):
            raise Failed(f"ODOO_SOURCE={given} is no Odoo 19.0: it needs odoo/release.py of 19.0")
        return tree
    return _installed() or debian.unpacked_odoo()


def find_python() -> str:
    """A Python that Odoo's pinned libraries exist for: this one if possible."""
    if f"{sys.version_info[0]}.{sys.version_info[1]}" in PYTHONS:
        return getattr(sys, "_base_executable", None) or sys.executable
    for version in PYTHONS:
        found = shutil.which(f"python{version}")
        if found and not run([found, "-c", "import venv"], "probe", check=False)[0]:
            return found
    raise Failed("no Python 3.11, 3.12 or 3.13 here: install one (Debian: apt-get install python3-venv)")


def _requirements(*names: str) -> list[Path]:
    return [ROOT / f"requirements-{name}.txt" for name in names]


def python_env(*names: str) -> Path:
    """The interpreter of a shared environment with these requirement files."""
    base, files = find_python(), _requirements(*names)
    version = run([base, "-V"], "python -V")[1].strip()
    digest = hashlib.sha256(version.encode() + b"".join(f.read_bytes() for f in files))
    home = cache_dir() / "python" / f"{'-'.join(names)}-{digest.hexdigest()[:12]}"
    with lock(cache_dir() / "python.lock", "Python set-up"):
        if not (home / "bin/python").exists():
            _build_env(base, files, home, version)
    return home / "bin/python"


def _build_env(base: str, files: list[Path], home: Path, version: str) -> None:
    building = home.with_name(f".building-{home.name}")
    with step(f"set up {version} with the libraries of {', '.join(f.name for f in files)}"):
        shutil.rmtree(building, ignore_errors=True)
        _make_venv(base, building)
        pip = [building / "bin/python", "-m", "pip", "install", "-q", "--no-input"]
        for requirements in files:
            pip += ["-r", requirements]
        run([*pip, "--disable-pip-version-check"], "installing Python libraries with pip")
        home.parent.mkdir(parents=True, exist_ok=True)
        building.rename(home)


def _make_venv(base: str, folder: Path) -> None:
    status, out = run([base, "-m", "venv", folder], "python -m venv", check=False)
    if status and "ensurepip" in out and os.geteuid() == 0 and shutil.which("apt-get"):
        say("       installing Debian's python3-venv")
        apt_install("python3-venv")
        status, out = run([base, "-m", "venv", "--clear", folder], "python -m venv", check=False)
    if status:
        raise Failed("Python's venv is missing: apt-get install python3-venv")


def apt_install(*packages: str) -> None:
    """Install Debian packages; the caller has made sure that we are root."""
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C")
    run(["apt-get", "-q", "update"], "apt-get update", env=env)
    command = ["apt-get", "-q", "-y", "--no-install-recommends", "install", *packages]
    run(command, "apt-get install " + " ".join(packages), env=env)


def find() -> Odoo:
    """Everything needed to run Odoo, fetched if it is not here."""
    return Odoo(find_tree(), python_env("odoo"))
