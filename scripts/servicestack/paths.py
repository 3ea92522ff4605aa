"""Where things live: the checkout, its private state, the per-user cache."""

import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
STACK = ROOT / ".stack"
LOGS = STACK / "log"
RESULTS = ROOT / "test-results"
INSIDE = Path(__file__).resolve().parent / "inside"
OURS = ("frontoffice_crm", "backoffice_ops", "triangle_kpis")
MODULES = ",".join(OURS)
WEBSITE = {"hr_skills_slides", "website_slides", "website"}  # stock apps that bring a website along

# What one installs is OURS. Other folders of addons/ are bridges to stock apps: Odoo installs them
# by itself where their apps are, so `up` never installs those apps for their sake.

# What decides whether an installed database is up to date with the checkout.
_DIGESTED = {".py", ".xml", ".csv", ".json", ".po"}


def cache_dir() -> Path:
    """The user's cache: downloads, unpacked Odoo, Python environments."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "service-triangle"


def checkout_id() -> str:
    """Eight letters that tell this checkout from every other one here."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def manifest(addon: str) -> dict:
    """What an addon says about itself."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def bridges() -> tuple[str, ...]:
    """Every other addon here, each after those it depends on."""
    waiting = {path.parent.name for path in ADDONS.glob("*/__manifest__.py")} - set(OURS)
    found: list[str] = []
    while waiting:
        free = sorted(name for name in waiting if not waiting & set(manifest(name).get("depends", ())))
        if not free:
            raise ValueError(f"addons that depend on each other in a circle: {', '.join(sorted(waiting))}")
        found += free
        waiting -= set(free)
    return tuple(found)


def bridges_apart() -> tuple[str, ...]:
    """Bridges to apps that bring a website along: tested apart, so that the others' database stays without one."""
    return tuple(name for name in bridges() if WEBSITE & set(manifest(name).get("depends", ())))


def bridges_together() -> tuple[str, ...]:
    """All other bridges, which share a database."""
    return tuple(name for name in bridges() if name not in bridges_apart())


def all_addons() -> tuple[str, ...]:
    """Every addon here, in the order in which they can be installed."""
    return (*OURS, *bridges())


def addons_digest() -> str:
    """Fingerprint of everything an upgrade of the addons would load."""
    digest = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.suffix in _DIGESTED and "tests" not in parts and path.is_file():
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
