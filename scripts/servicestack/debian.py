"""Odoo 19 from Debian's own packages, unpacked beside the system.

The mirror is the one this machine is already set up with; packages are
downloaded with a private apt state and unpacked, never installed.
"""

import hashlib
import os
import re
import shlex
import shutil
from pathlib import Path

from .paths import cache_dir
from .proc import run
from .state import lock
from .ui import Failed, step

SUITE = "sid"
# Odoo's web client links to the file names of Font Awesome 4.7.
OLD_SUITE = "bookworm"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES = (
    "odoo-19 fonts-dejavu-core fonts-freefont-otf fonts-freefont-ttf fonts-glyphicons-halflings "
    "fonts-inconsolata fonts-montserrat fonts-noto-core fonts-ocr-b fonts-roboto-unhinted gsfonts "
    "libjs-jquery libjs-jquery-form libjs-underscore"
).split()
OLD_PACKAGES = ["fonts-font-awesome"]


def machine_mirror(etc: Path = Path("/etc/apt")) -> tuple[str, str]:
    """(keyring, URI) of the Debian archive this machine uses."""
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        for stanza in re.split(r"\n\s*\n", path.read_text()):
            found = _from_stanza(stanza)
            if found:
                return found
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        for line in path.read_text().splitlines() if path.exists() else ():
            found = _from_line(line)
            if found:
                return found
    raise Failed(
        "no Debian mirror in /etc/apt: start a Docker engine, "
        "or set ODOO_SOURCE to a folder with Odoo 19"
    )


def _from_stanza(stanza: str):
    """
    >>> _from_stanza("Types: deb\\nURIs: mirror://x/debian\\nSuites: bookworm")[1]
    'mirror://x/debian'
    """
    fields = dict(re.findall(r"^([A-Za-z-]+):[ \t]*(\S.*)$", stanza, re.M))
    uri = fields.get("URIs", "").split(" ")[0]
    if "deb" not in fields.get("Types", "").split() or not _is_main_archive(uri):
        return None
    return fields.get("Signed-By", KEYRING), uri


def _from_line(line: str):
    """
    >>> _from_line("deb [signed-by=/k.gpg] mirror://x/debian bookworm main")
    ('/k.gpg', 'mirror://x/debian')
    """
    match = re.match(r"deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+\S+", line)
    if not match or not _is_main_archive(match[2]):
        return None
    keyring = re.search(r"signed-by=(\S+)", match[1] or "")
    return (keyring[1] if keyring else KEYRING), match[2]


def _is_main_archive(uri: str) -> bool:
    return uri.rstrip("/").rsplit("/", 1)[-1] == "debian"


class PrivateApt:
    """apt with its lists and cache in a folder of the user."""

    def __init__(self, home: Path):
        self.home = home
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "status").touch()
        keyring, uri = machine_mirror()
        lines = [f"deb [signed-by={keyring}] {uri} {s} main\n" for s in (SUITE, OLD_SUITE)]
        (home / "sources.list").write_text("".join(lines))
        (home / "apt.conf").write_text(
            f'Dir::State "{home}";\nDir::State::status "{home}/status";\n'
            f'Dir::Cache "{home}/cache";\nDir::Etc::sourcelist "{home}/sources.list";\n'
            'Dir::Etc::sourceparts "-";\nDir::Etc::preferencesparts "-";\n'
            'APT::Sandbox::User "root";\nAcquire::Languages "none";\nAcquire::Retries "3";\n'
            'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";\n'
        )

    def __call__(self, *args, folder="debs") -> str:
        env = dict(os.environ, APT_CONFIG=str(self.home / "apt.conf"), LC_ALL="C")
        command = ["apt-get", "-q", *args]
        return run(command, "apt-get " + args[0], env=env, cwd=self.home / folder)[1]

    def wanted(self) -> list[tuple[str, str, str]]:
        """(file name, sha256, package) of each package, from the signed index."""
        names = [f"{n}/{SUITE}" for n in PACKAGES] + [f"{n}/{OLD_SUITE}" for n in OLD_PACKAGES]
        rows = []
        # apt leaves out what already lies in the current folder, so ask in another one.
        for line in self("download", "--print-uris", *names, folder="cache").splitlines():
            parts = shlex.split(line) if line.startswith("'") else ()
            if len(parts) == 4 and parts[3].startswith("SHA256:"):
                rows.append((parts[1], parts[3].removeprefix("SHA256:"), parts[1].split("_")[0]))
        if len(rows) != len(names):
            raise Failed("the mirror does not offer Debian's odoo-19: set ODOO_SOURCE instead")
        return rows

    def fetch(self, rows) -> list[Path]:
        """Download what is not yet here, and check every file."""
        missing = [row for row in rows if not _is_intact(self.home / "debs" / row[0], row[1])]
        if missing:
            suite = {name: OLD_SUITE for name in OLD_PACKAGES}
            self("download", *[f"{row[2]}/{suite.get(row[2], SUITE)}" for row in missing])
        for name, sha256, _package in missing:
            if not _is_intact(self.home / "debs" / name, sha256):
                raise Failed(f"download of {name} is damaged: run this again")
        return [self.home / "debs" / row[0] for row in rows]


def _is_intact(path: Path, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _make_links_relative(root: Path) -> None:
    """Absolute links point into the running system; make them stay inside."""
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            if os.path.islink(path) and os.readlink(path).startswith("/"):
                target = str(root) + os.readlink(path)
                os.unlink(path)
                os.symlink(os.path.relpath(target, folder), path)


def _fill_gap(tree: Path) -> Path:
    """Debian leaves out a library of video calls (it blurs the background).

    Its bundle is broken without the file, and with it every page: an empty
    one will do.
    """
    missing = tree / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not missing.exists():
        missing.parent.mkdir(parents=True, exist_ok=True)
        missing.write_text("/* left out by Debian: background blur in calls */\n")
    return tree


def unpacked_odoo() -> Path:
    """Folder that holds the `odoo` package; downloads it the first time."""
    home = cache_dir() / "odoo"
    with lock(cache_dir() / "odoo.lock", "download of Odoo"):
        ready = sorted(home.glob("odoo-19_*/usr/lib/python3/dist-packages"))
        if ready:
            return _fill_gap(ready[-1])
        if not shutil.which("apt-get") or not shutil.which("dpkg"):
            raise Failed(
                "Odoo 19 is missing and this is no Debian machine: start a Docker engine, "
                "or set ODOO_SOURCE to a folder with Odoo 19"
            )
        return _download(home)


def _download(home: Path) -> Path:
    apt = PrivateApt(cache_dir() / "apt")
    with step("read Debian's package index"):
        apt("update")
        rows = apt.wanted()
    with step("download Odoo 19 and its fonts (150 MB)"):
        debs = apt.fetch(rows)
    [odoo] = [deb for deb in debs if deb.name.startswith("odoo-19_")]
    target = home / odoo.stem
    building = home / f".building-{target.name}"
    with step("unpack Odoo 19"):
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        for deb in debs:
            run(["dpkg", "-x", deb, building], f"unpacking {deb.name}")
        _make_links_relative(building)
        building.rename(target)
    return _fill_gap(target / "usr/lib/python3/dist-packages")
