"""Static checks: ruff, pylint-odoo, house limits, what must not be written."""

import re
import subprocess

from .. import proc
from ..paths import ADDONS, RESULTS, ROOT, all_addons
from . import limits


def run(lab, result) -> None:
    """All static checks; each counts as one test."""
    result.check("ruff", _tool(lab, "ruff", "check", "--output-format=concise", "."))
    for addon in all_addons():
        result.check(f"pylint-odoo {addon}", _pylint(lab, addon))
    result.check("house limits", limits.problems())
    result.check("host names", _registry_hosts())


def _tool(lab, *args) -> list[str]:
    status, out = proc.run([lab.python, "-m", *args], args[0], check=False, cwd=ROOT)
    lines = [line for line in out.splitlines() if re.search(r":\d+:\d+:? ", line)]
    return (lines or out.splitlines()[-3:]) if status else []


def _pylint(lab, addon: str) -> list[str]:
    out = _tool(lab, "pylint", f"--rcfile={ROOT / 'pyproject.toml'}", str(ADDONS / addon))
    (RESULTS / f"pylint-{addon}.log").write_text("\n".join(out))
    return out


def _registry_hosts() -> list[str]:
    """Files that name a package registry: builds take them from the machine."""
    hosts = [r"deb\.debian" + r"\.org", r"pypi\.(org|python)", r"registry\.npm", r"files\.python" + "hosted"]
    command = ["git", "grep", "-InE", "|".join(hosts)]
    try:
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    except OSError:
        return []  # a copy without git
    lines = found.stdout.splitlines()
    return [line[:160] for line in lines if "testing/lint.py" not in line]
