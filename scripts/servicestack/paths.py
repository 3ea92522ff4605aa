"""Where things live: the checkout, its private state, the per-user cache."""

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

# What decides whether an installed database is up to date with the checkout.
_DIGESTED = {".py", ".xml", ".csv", ".json", ".po"}


def cache_dir() -> Path:
    """The user's cache: downloads, unpacked Odoo, Python environments."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "service-triangle"


def checkout_id() -> str:
    """Eight letters that tell this checkout from every other one here."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def addons_digest() -> str:
    """Fingerprint of everything an upgrade of the addons would load."""
    digest = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        parts = path.relative_to(ADDONS).parts
        if path.suffix in _DIGESTED and "tests" not in parts and path.is_file():
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
