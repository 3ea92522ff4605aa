"""The tool browser tests look for barriers with: axe-core, one JavaScript file run inside the page."""

import shutil

from .. import proc
from ..paths import STACK
from ..state import lock

VERSION = "4.11.4"  # rules change from one version to the next: a new one is looked at, then written here
HERE = STACK / f"axe-core-{VERSION}"
SCRIPT = HERE / "node_modules" / "axe-core" / "axe.min.js"


def env() -> dict[str, str]:
    """$AXE_CORE for the tests: the path of the script. Empty where npm cannot bring it: they are skipped then."""
    if not SCRIPT.exists() and shutil.which("npm"):
        with lock(STACK / "axe.lock", "npm"):  # two lanes of tests may ask at once
            if not SCRIPT.exists():
                HERE.mkdir(parents=True, exist_ok=True)
                what = f"axe-core@{VERSION}"
                install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(HERE), what]
                proc.run(install, "axe-core", check=False)
    return {"AXE_CORE": str(SCRIPT)} if SCRIPT.exists() else {}
