"""What the commands of ./scripts do."""

import argparse
import json
import os
import signal
import time

from . import compose
from .database import check_name
from .embedded import Embedded
from .paths import OURS, ROOT, STACK, addons_digest
from .state import Secrets, State, lock
from .ui import Failed, say, seconds

DATABASE = "triangle"


def stack(state: State):
    """The stack this checkout already uses, or the best this machine offers."""
    mode = state.get("mode")
    if mode is None:
        mode = "docker" if compose.engine_answers() else "embedded"
    return compose.Compose(state) if mode == "docker" else Embedded(state)


def existing() -> tuple[State, object]:
    """State and stack of a checkout that has been started before."""
    state = State()
    if "database" not in state:
        raise Failed("nothing here yet: start the stack with ./scripts/up")
    return state, stack(state)


def up(args) -> int:
    """Start everything; build what is missing."""
    began = time.monotonic()
    with lock(STACK / "lock", "./scripts command"):
        state = State()
        system = stack(state)
        name = check_name(args.db or state.get("database") or DATABASE)
        say(f"Service triangle, {system.mode}, in {ROOT}")
        system.prepare(args.port)
        state.save(mode=system.mode)
        _ensure_database(system, state, name, sample=not args.no_sample)
        system.start_server(name)
        state.save(database=name)
    say(f"Ready after {seconds(time.monotonic() - began)}.")
    print(f"URL:      {system.url}\nLogin:    admin\nPassword: {Secrets().get_or_make('admin')}")
    if page := _sample_page(system, state, name):
        print(f"Sample:   {page}")
    return 0


def _sample_page(system, state: State, name: str) -> str:
    """Where the sample company opens, empty without it."""
    return f"{system.url}/frontoffice/sample/triangle" if state.database(name).get("sample") else ""


def _ensure_database(system, state: State, name: str, sample: bool) -> None:
    """Create or upgrade; each marker is written after what it stands for."""
    setup = {"password": Secrets().get_or_make("admin"), "url": system.url}
    known, digest = state.database(name), addons_digest()
    if not system.exists(name):
        known.clear()
        system.build(name, setup)
        known["digest"] = digest
    elif "digest" not in known:  # our notes were lost, the database was not
        system.upgrade(name)
        system.run_inside(name, "setup", setup)
        known["digest"] = digest
    elif known["digest"] != digest:
        system.upgrade(name)
        known["digest"] = digest
    state.save()
    if sample and not known.get("sample"):
        known["sample"] = system.run_inside(name, "sample", {})["loaded"]
        state.save()


def down(_args) -> int:
    """Stop what this checkout started."""
    with lock(STACK / "lock", "./scripts command"):
        state = State()
        if "mode" not in state:
            say("Nothing is running.")
            return 0
        stack(state).down()
    say("Stopped. Your data stays in place; ./scripts/up starts again.")
    return 0


def status(args) -> int:
    """What runs where; exit code 0 only when it is well."""
    state, system = existing()
    well = system.healthy()
    manifests = {name: _addon_version(name) for name in OURS}
    facts = {
        "url": system.url,
        "database": state["database"],
        "login": "admin",
        "password": Secrets().get_or_make("admin"),
        "sample": _sample_page(system, state, state["database"]),
        "mode": system.mode,
        "versions": {**system.versions(), **manifests},
        "health": "pass" if well else "down",
    }
    if args.json:
        print(json.dumps(facts, indent=1))
    else:
        versions = ", ".join(f"{key} {value}" for key, value in facts.pop("versions").items())
        print("\n".join(f"{key + ':':10}{value}" for key, value in facts.items()))
        print(f"{'versions:':10}{versions}")
    return 0 if well else 1


def _addon_version(name: str) -> str:
    text = (ROOT / "addons" / name / "__manifest__.py").read_text()
    return text.split('"version": "')[1].split('"')[0]


def logs(args) -> int:
    """Show the server's log."""
    return existing()[1].logs(args.follow)


def shell(_args) -> int:
    """Odoo shell on the current database."""
    state, system = existing()
    return system.shell(state["database"])


def test(args) -> int:
    """Run tests."""
    from .testing import runner

    return runner.main(args.kinds)


def bench(args) -> int:
    """Run benchmarks."""
    from .bench import runner

    return runner.main(args.cases)


def import_log(args) -> int:
    """Import an event log into the running stack."""
    from . import importlog

    return importlog.main(args, *existing())


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./scripts/{command}", description=HELP[command])
    if command == "up":
        parser.add_argument("--db", help="name of the database")
        parser.add_argument("--port", type=int, help="port on 127.0.0.1")
        parser.add_argument("--no-sample", action="store_true", help="leave the sample company out")
    elif command == "status":
        parser.add_argument("--json", action="store_true")
    elif command == "logs":
        parser.add_argument("-f", "--follow", action="store_true")
    elif command == "test":
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="all that fit CI if none")
    elif command == "bench":
        parser.add_argument("cases", nargs="*", metavar="CASE", help="all if none is given")
    elif command == "import-log":
        from .importlog import add_arguments

        add_arguments(parser)
    return parser


COMMANDS = {
    "up": up,
    "down": down,
    "status": status,
    "logs": logs,
    "shell": shell,
    "test": test,
    "bench": bench,
    "import-log": import_log,
}
HELP = {
    "up": "Start Odoo 19 with the three addons; build what is missing.",
    "down": "Stop it; the data stays.",
    "status": "Show address, login, versions and health.",
    "logs": "Show the server's log.",
    "shell": "Open an Odoo shell on the current database.",
    "test": "Run all tests fit for CI, or the kinds named.",
    "bench": "Run the benchmarks and print their ratios.",
    "import-log": "Import an event log (CSV or XES) into the running stack.",
}


def _interrupt(*_args):
    raise KeyboardInterrupt


def _forget_servers() -> None:
    """A PGPORT for another server of the user leads nowhere here; every connection of ours says all it needs."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def main(command: str) -> int:
    """Entry point of every file in ./scripts."""
    signal.signal(signal.SIGTERM, _interrupt)
    _forget_servers()
    try:
        return COMMANDS[command](_parser(command).parse_args())
    except Failed as failure:
        say(f"{command}: {failure}")
    except KeyboardInterrupt:
        say(f"{command}: interrupted; run it again, it continues safely.")
        return 130
    except OSError as error:
        say(f"{command}: {error.strerror or error}: {error.filename or 'no file named'}")
    return 1
