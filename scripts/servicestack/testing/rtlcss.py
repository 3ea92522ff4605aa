"""The tool Odoo mirrors stylesheets with for languages written from right to left."""

import os
import shutil

from .. import proc
from ..paths import STACK
from ..state import lock

HERE = STACK / "rtlcss"


def path() -> str:
    """$PATH with the tool on it where npm can bring it; unchanged elsewhere: pages are then not mirrored."""
    found = os.environ.get("PATH", "")
    if shutil.which("rtlcss") or not shutil.which("npm"):
        return found
    folder = HERE / "node_modules" / ".bin"
    with lock(STACK / "rtlcss.lock", "npm"):  # two lanes of tests may ask at once
        if not (folder / "rtlcss").exists():
            HERE.mkdir(parents=True, exist_ok=True)
            install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(HERE), "rtlcss"]
            proc.run(install, "rtlcss", check=False)
    return f"{folder}{os.pathsep}{found}" if (folder / "rtlcss").exists() else found
