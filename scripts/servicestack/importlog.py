"""./scripts/import-log: hand a file to the import wizard of the running stack."""

import json
from pathlib import Path

from .ui import Failed, say


def add_arguments(parser) -> None:
    """Options of the command."""
    parser.add_argument("file", type=Path, help="event log, CSV or XES")
    parser.add_argument(
        "--mapping",
        nargs="+",
        action="extend",
        default=[],
        metavar="FIELD=COLUMN",
        help="column of a field, where the proposal is wrong",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--on-error", choices=("skip", "stop"), default="stop")
    parser.add_argument("--source", help="name of the source; a second import of it adds nothing")
    parser.add_argument("--remove", action="store_true", help="remove what this source brought in")


def options(args) -> dict:
    """What the wizard is told."""
    wrong = [item for item in args.mapping if "=" not in item]
    if wrong:
        raise Failed(f"--mapping wants FIELD=COLUMN, not {wrong[0]}")
    return {
        "mapping": dict(item.split("=", 1) for item in args.mapping),
        "dry_run": args.dry_run,
        "on_error": args.on_error,
        "source": args.source or args.file.stem,
        "remove": args.remove,
    }


def main(args, state, system) -> int:
    """Import and print the report, one line per entry."""
    if not args.file.is_file():
        raise Failed(f"no such file: {args.file}")
    wishes = options(args)
    path = system.share_file(args.file.resolve())
    say(f"Importing {args.file.name} into {state['database']} …")
    report = system.run_inside(state["database"], "import_log", {"path": path, "options": wishes})
    for key, value in report.items():
        print(f"{key + ':':24}{value if isinstance(value, str) else json.dumps(value)}")
    return 1 if report.get("failed") else 0
