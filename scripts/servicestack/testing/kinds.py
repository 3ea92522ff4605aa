"""The kinds of tests: each is a function (lab, result) that counts into result."""

import os
import shutil
from pathlib import Path

from .. import proc
from ..odoo_source import apt_install
from ..paths import OURS, RESULTS, ROOT, STACK, bridges_apart, bridges_together
from ..paths import bridges as bridge_addons
from ..ui import Failed, step
from . import axe, crashing, engine, installing, lint, rtlcss
from .lab import PASSWORD, Lab
from .result import Result

TESTS = ROOT / "tests"
MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"  # of Debian's Odoo package
NOT_BROWSER = ",".join(f"/{name}" for name in OURS) + ",-browser"
BROWSER = ",".join(f"browser/{name}" for name in OURS)


def _pytest(lab: Lab, result: Result, folder: str, coverage=False, prefix=(), **env) -> None:
    junit = RESULTS / f"{result.kind}.xml"
    junit.unlink(missing_ok=True)
    command = [*prefix, lab.python, "-m"]
    if coverage:
        command += ["coverage", "run", "-p", f"--rcfile={ROOT / 'pyproject.toml'}", "-m"]
    command += ["pytest", TESTS / folder, f"--junitxml={junit}", "-q"]
    full = {**os.environ, "COVERAGE_FILE": str(RESULTS / ".coverage"), **env}
    full.pop("PYTHONPATH", None)
    log = RESULTS / f"{result.kind}.log"
    status = proc.stream(command, log, env=full, cwd=ROOT)
    if junit.exists():
        result.add_junit(junit)
    if status not in (0, 1, 5):  # 1 = failures, counted above; 5 = no tests
        result.check("pytest", [f"ended with {status}, see {log}"])


def unit(lab: Lab, result: Result) -> None:
    """Pure code: doctests and properties, without Odoo or a database."""
    _pytest(lab, result, "unit", coverage=True)


def xml(lab: Lab, result: Result) -> None:
    """Rules for views, data and templates."""
    _pytest(lab, result, "xml")


def odoo(lab: Lab, result: Result) -> None:
    """Addon tests inside Odoo, on a fresh installation."""
    name = lab.copy("t_odoo", lab.base)
    _odoo_tests(lab, result, name, "-i", ",".join(OURS), "--with-demo", "--test-tags", NOT_BROWSER)
    lab.keep_as_ours(name)


def _odoo_tests(lab: Lab, result: Result, name: str, *args, log="") -> None:
    log = log or result.kind
    shots = RESULTS / "screenshots"
    port = proc.free_port(18400 + 20 * list(KINDS).index(result.kind))  # two kinds may start at the same moment
    args = ["-d", name, "--http-port", port, "--screenshots", RESULTS / "failures", *args]
    env = {"SCREENSHOT_DIR": str(shots), "PATH": rtlcss.path(), **axe.env()}
    status, text = lab.run(log, *args, coverage=True, **env)
    result.add_odoo_log(text)
    if status and not result.failed:
        result.check("odoo", [f"ended with {status}, see {RESULTS / log}.log"])


def browser(lab: Lab, result: Result) -> None:
    """Tours, screenshots, JavaScript tests and prints, by headless Chromium and wkhtmltopdf."""
    _ensure_chromium()
    _ensure("wkhtmltopdf", "wkhtmltopdf")
    name = lab.copy("t_browser")
    _bundles(lab, name)
    _odoo_tests(lab, result, name, "--test-tags", BROWSER)


def _bundles(lab: Lab, name: str) -> None:
    with step("make the bundles of the web client"):
        lab.inside(name, "bundles", {"missing": MISSING})


def bridges(lab: Lab, result: Result) -> None:
    """The bridges to stock apps, where these apps are installed."""
    if not bridge_addons():
        result.skipped += 1
        result.notes.append("SKIPPED bridges: there is no addon under addons/ but the three")
        return
    _ensure_chromium()
    if bridges_together():
        _bridge_tests(lab, result, lab.copy("t_bridges", lab.bridged), bridges_together())
    if bridges_apart():
        _bridge_tests(lab, result, lab.copy("t_apart", lab.apart), bridges_apart())


def _bridge_tests(lab: Lab, result: Result, name: str, names) -> None:
    result.check("they installed themselves", installing.not_installed(lab, name, names))
    tags = ",".join(f"/{addon}" for addon in names)
    _odoo_tests(lab, result, name, "-u", ",".join(names), "--test-tags", tags, log=f"bridges-{name}")


def _ensure_chromium() -> None:
    _ensure("chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _ensure(package: str, *programs: str) -> None:
    """Install a Debian package unless one of its programs is there."""
    if any(shutil.which(name) for name in programs):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise Failed(f"{package} is missing: install it as root (Debian: apt-get install {package})")
    with step(f"install {package} from the machine's Debian mirror"):
        apt_install(package)


def api(lab: Lab, result: Result) -> None:
    """A running server, asked by XML-RPC and JSON-2."""
    name = lab.copy("t_api")
    key = lab.inside(name, "api_key", {"password": PASSWORD})["key"]
    with lab.server(name) as url:
        _pytest(lab, result, "api", **lab.facts(name, url=url, key=key))


def db(lab: Lab, result: Result) -> None:
    """What PostgreSQL itself says about an installed database."""
    _pytest(lab, result, "db", **lab.facts(lab.copy("t_db")))


def oracle(lab: Lab, result: Result) -> None:
    """Numbers against an independent calculation over plain rows."""
    _pytest(lab, result, "oracle", **lab.facts(lab.copy("t_oracle")))


def oracle_apps(lab: Lab, result: Result) -> None:
    """The same calculation where the stock apps are: the sample company is loaded once more, now with all of them."""
    name = lab.copy("t_oracle_apps", lab.bridged)
    result.check("they installed themselves", installing.not_installed(lab, name, bridges_together()))
    for script in ("no_sample", "sample"):
        lab.inside(name, script, {})
    _pytest(lab, result, "oracle/test_triangle_oracle.py", **lab.facts(name))


def fault(lab: Lab, result: Result) -> None:
    """Two processes at once, and a server that is killed."""
    _pytest(lab, result, "fault", **lab.facts(lab.copy("t_fault")))


def crash(lab: Lab, result: Result) -> None:
    """A server killed amid its work on durable settings: nothing it said is lost."""
    cluster, facts = crashing.durable(lab)
    try:
        _pytest(lab, result, "crash", **lab.facts(crashing.NAME, **facts))
    finally:
        cluster.stop()


def container(lab: Lab, result: Result) -> None:
    """The compose file, and the compose stack where an engine is or can be had."""
    with engine.offered() as (prefix, env):
        _pytest(lab, result, "container", prefix=prefix, **env)


def stack(lab: Lab, result: Result) -> None:
    """The commands themselves: one line per failure, locks, ports, state."""
    _pytest(lab, result, "stack")


KINDS = {
    "lint": lint.run,
    "unit": unit,
    "xml": xml,
    "stack": stack,
    "odoo": odoo,
    "db": db,
    "oracle": oracle,
    "fault": fault,
    "crash": crash,
    "api": api,
    "install": installing.run,
    "bridges": bridges,
    "oracle-apps": oracle_apps,
    "browser": browser,
    "container": container,
}
ALIASES = {"containers": "container"}


def folder_of(kind: str) -> Path | None:
    """Folder a pytest kind needs; a kind without its folder does not exist."""
    kinds = ("unit", "xml", "stack", "db", "oracle", "fault", "crash", "api", "container")
    return TESTS / kind if kind in kinds else None


def prepare() -> None:
    """A clean place for results."""
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    STACK.mkdir(exist_ok=True)
