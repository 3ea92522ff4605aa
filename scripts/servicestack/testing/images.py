"""Stand-ins for the published images, where no image registry can be reached.

All are Debian of the machine's own suite with PostgreSQL, nginx and Python; the
one for Odoo adds Debian's odoo-19 and our pinned libraries. tests/container/images
holds what makes them behave as the published ones.
"""

import os
import shlex
import shutil
from pathlib import Path

from .. import debian, proc
from ..odoo_source import python_env
from ..paths import ROOT, cache_dir
from ..state import lock
from ..ui import Failed, step
from .engine import Engine, os_release

FILES = ROOT / "tests" / "container" / "images"
ODOO = "service-triangle/odoo:19"
POSTGRES = "service-triangle/postgres:debian"
PROXY = "service-triangle/nginx:debian"
PACKAGES = "python3,postgresql,nginx-light"
NEEDLESS = (
    "var/cache/apt var/lib/apt/lists var/lib/postgresql usr/share/doc usr/share/man "
    "usr/share/info usr/share/locale usr/share/i18n"
).split()


def base_archive(tools: Path) -> Path:
    """Archive of a small Debian with PostgreSQL and Python, built the first time."""
    suite = os_release()["VERSION_CODENAME"]
    archive = cache_dir() / "engine" / f"debian-{suite}-2.tar"
    with lock(cache_dir() / "engine.lock", "build of a small Debian"):
        if not archive.exists():
            with step(f"build a small Debian {suite} (two minutes)"):
                _bootstrap(tools, suite, archive)
    return archive


def _bootstrap(tools: Path, suite: str, archive: Path) -> None:
    root = archive.with_name(f".building-{suite}")
    shutil.rmtree(root, ignore_errors=True)
    keyring, uri = debian.machine_mirror()
    env = {
        **os.environ,
        "DEBOOTSTRAP_DIR": str(tools / "usr/share/debootstrap"),
        "DEBIAN_FRONTEND": "noninteractive",
    }
    command = [tools / "usr/sbin/debootstrap", "--variant=minbase", f"--keyring={keyring}"]
    command += [f"--include={PACKAGES}", suite, root, uri]
    log = archive.with_suffix(".log")
    log.unlink(missing_ok=True)
    # In mounts of its own: what it mounts inside goes when it ends.
    proc.run(["unshare", "--mount", *command], "debootstrap", log=log, env=env)
    _trim(root)
    part = archive.with_suffix(".part")
    proc.run(["tar", "--numeric-owner", "-cf", part, "-C", root, "."], "tar")
    part.rename(archive)
    shutil.rmtree(root)


def _trim(root: Path) -> None:
    """Leave out what nobody reads, add the account and folders of the published images."""
    for name in NEEDLESS:
        shutil.rmtree(root / name, ignore_errors=True)
    add = ["useradd", "--system", "--user-group", "--home-dir", "/var/lib/odoo", "odoo"]
    proc.run(["chroot", root, *add], "useradd")
    own = ["install", "-d", "-o", "odoo", "-g", "odoo", "/var/lib/odoo", "/mnt/extra-addons"]
    proc.run(["chroot", root, *own], "install")
    own = ["install", "-d", "-o", "postgres", "-g", "postgres", "-m", "700"]
    proc.run(["chroot", root, *own, "/var/lib/postgresql/data"], "install")


def build(engine: Engine) -> dict[str, str]:
    """Import the images; the variables of .env that name them."""
    archive, python = base_archive(engine.tools), python_env("odoo", "test")
    tree = debian.unpacked_odoo().parents[3]
    root = engine.home / "base"
    with step("make the images"):
        root.mkdir(parents=True)
        proc.run(["tar", "--numeric-owner", "-xf", archive, "-C", root], "tar")
        _postgres(engine, root)
        _proxy(engine, root)
        _odoo(engine, root, tree, _libraries(root, python))
        shutil.rmtree(root)
    return {"ODOO_IMAGE": ODOO, "POSTGRES_IMAGE": POSTGRES, "PROXY_IMAGE": PROXY}


def _libraries(root: Path, python: Path) -> Path:
    """Folder of the pinned libraries, made for the Python inside the image."""
    [libraries] = python.parents[1].glob("lib/python3*/site-packages")
    version = libraries.parent.name
    if not (root / "usr/bin" / version).exists():
        raise Failed(f"this Debian has another Python than {version}, which the libraries are for")
    return libraries


def _postgres(engine: Engine, root: Path) -> None:
    [programs] = root.glob("usr/lib/postgresql/*/bin")
    path = f"/{programs.relative_to(root)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
    changes = [
        f"ENV PATH={path} PGDATA=/var/lib/postgresql/data LANG=C.UTF-8",
        "VOLUME /var/lib/postgresql/data",
        "EXPOSE 5432",
        'ENTRYPOINT ["/entrypoint.sh"]',
        'CMD ["postgres"]',
    ]
    parts = ["-C", root, ".", *_additions(FILES / "postgres", root)]
    _import(engine, POSTGRES, changes, parts)


def _proxy(engine: Engine, root: Path) -> None:
    changes = ["ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin LANG=C.UTF-8", 'CMD ["nginx"]']
    _import(engine, PROXY, changes, ["-C", root, "."])


def _odoo(engine: Engine, root: Path, tree: Path, libraries: Path) -> None:
    inside = f"/usr/local/lib/{libraries.parent.name}/site-packages"
    changes = [
        f"ENV PYTHONPATH={inside} ODOO_RC=/etc/odoo/odoo.conf LANG=C.UTF-8",
        'VOLUME ["/var/lib/odoo", "/mnt/extra-addons"]',
        "EXPOSE 8069 8071 8072",
        "USER odoo",
        'ENTRYPOINT ["/entrypoint.sh"]',
        'CMD ["odoo"]',
    ]
    name = f"{libraries.parent.name}/site-packages"
    parts = ["--exclude=*.po", "--exclude=__pycache__", f"--transform=s,^{name},.{inside},"]
    parts += ["-C", root, ".", *_additions(tree, root, "./usr"), *_additions(FILES / "odoo", root)]
    parts += ["-C", libraries.parents[1], name]
    _import(engine, ODOO, changes, parts)


def _additions(folder: Path, root: Path, start=".") -> list:
    """Arguments for tar: what the folder adds to the root; an image has each path once."""
    found, waiting = ["-C", folder], [start]
    while waiting:
        at = waiting.pop()
        for child in (folder / at).iterdir():
            name = f"{at}/{child.name}"
            known = child.is_dir() and (root / name).is_dir()
            (waiting if known else found).append(name)
    return found


def _import(engine: Engine, name: str, changes: list[str], parts: list) -> None:
    """Stream folders into an image of one layer."""
    pack = ["tar", "--numeric-owner", "-cf", "-", *parts]
    load = ["docker", "import", *[word for change in changes for word in ("--change", change)]]
    line = " | ".join(shlex.join(str(w) for w in words) for words in (pack, [*load, "-", name]))
    env = {**os.environ, **engine.env}
    proc.run(["bash", "-o", "pipefail", "-c", line], f"making {name}", env=env)
