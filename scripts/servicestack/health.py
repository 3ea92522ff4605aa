"""Ask a server whether it is well."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

from .ui import Failed

# Never through a proxy: the server is on this machine.
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def check(url: str) -> bool:
    """Whether Odoo answers and its database server does too."""
    try:
        with _OPEN(f"{url}/web/health?db_server_status=1", timeout=5) as answer:
            return json.load(answer).get("status") == "pass"
    except (OSError, ValueError):
        return False


def login_page(url: str, timeout: float = 60.0) -> bool:
    """Whether the login page is served: the database is loaded."""
    try:
        with _OPEN(f"{url}/web/login", timeout=timeout) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def wait(url: str, process, log: Path, patience: float = 180.0) -> None:
    """Wait until the server is well; Failed as soon as its process has ended."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise Failed(f"Odoo stopped while starting: the reason is at the end of {log}")
        if check(url) and login_page(url):
            return
        time.sleep(0.3)
    raise Failed(f"Odoo does not answer on {url} after {patience:.0f} s: see {log}")
