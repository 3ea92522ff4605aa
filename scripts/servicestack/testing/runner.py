"""Run kinds of tests, show what they took and what they found."""

import json
import multiprocessing
import os
import time

from .. import proc
from ..paths import RESULTS, ROOT, STACK, all_addons
from ..state import lock
from ..ui import Failed, say, seconds
from .kinds import ALIASES, KINDS, folder_of, prepare
from .lab import Lab
from .result import Result

SHOWN = 25  # lines of findings shown for one kind
#: kinds that leave each other alone: two processes take one lane each, where there are two processors
LANES = (("odoo", "db", "oracle", "fault", "crash", "api"), ("browser", "bridges", "oracle-apps", "install"))


def main(names: list[str]) -> int:
    """Run the named kinds, or all of them; the exit code of the command."""
    if names[:1] == ["stock"]:
        from . import stock

        return stock.main(names[1:])
    chosen = _choose([ALIASES.get(name, name) for name in names])
    with lock(STACK / "test.lock", "./scripts/test"):
        prepare()
        lab = Lab()
        try:
            results = _run_all(lab, chosen)
            _table(results)
            _coverage(lab)
        finally:
            if "cluster" in vars(lab):
                lab.cluster.stop()
    return _verdict(results)


def _run_all(lab: Lab, chosen: list[str]) -> list[Result]:
    """All chosen kinds; those of the two lanes side by side, where there is something in both."""
    first, second = ([kind for kind in lane if kind in chosen] for lane in LANES)
    if not (first and second) or (os.cpu_count() or 1) < 2:
        return [_run(lab, kind) for kind in chosen]
    before = chosen[: min(map(chosen.index, first + second))]
    after = [kind for kind in chosen if kind not in (*before, *first, *second)]
    results = [_run(lab, kind) for kind in before] + _side_by_side(lab, first, second)
    return results + [_run(lab, kind) for kind in after]


def _side_by_side(lab: Lab, first: list[str], second: list[str]) -> list[Result]:
    try:
        lab.ours  # noqa: B018 - both lanes start from it
    except Failed as failure:
        return [_broken(str(failure))]
    context = multiprocessing.get_context("fork")
    inbox = context.SimpleQueue()
    other = context.Process(target=_lane, args=(lab, second, inbox))
    other.start()
    results = [_run(lab, kind) for kind in first]
    results += inbox.get()
    other.join()
    return results


def _broken(reason: str) -> Result:
    result = Result("install")
    result.check("our three addons", [reason])
    say(f"       {reason}")
    return result


def _lane(lab: Lab, kinds: list[str], inbox) -> None:
    """The second lane, in a process of its own that ends with the first."""
    proc.die_with_parent()
    results = []
    try:
        for kind in kinds:
            results.append(_run(lab, kind))
    except BaseException as error:  # whatever it was, the first lane must hear of it
        results.append(Result(kinds[len(results)]))
        results[-1].check("the second lane", [repr(error)])
        raise
    finally:
        inbox.put(results)


def _choose(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in KINDS]
    if unknown:
        raise Failed(f"no kind {unknown[0]}: there are {', '.join(KINDS)}, stock")
    return names or [kind for kind in KINDS if _exists(kind)]


def _exists(kind: str) -> bool:
    folder = folder_of(kind)
    return folder is None or folder.is_dir()


def _run(lab: Lab, kind: str) -> Result:
    say(f"{kind}: {KINDS[kind].__doc__.splitlines()[0]}")
    result, start = Result(kind), time.monotonic()
    try:
        KINDS[kind](lab, result)
        if not result.selected:
            result.check(kind, ["no test was selected, which is no success"])
    except Failed as failure:
        result.check(kind, [str(failure)])
    result.seconds = time.monotonic() - start
    (RESULTS / f"findings-{kind}.txt").write_text("".join(f"{note}\n" for note in result.notes))
    for note in result.notes[:SHOWN]:
        say(f"       {note}")
    if len(result.notes) > SHOWN:
        say(f"       … {len(result.notes) - SHOWN} more in {RESULTS / f'findings-{kind}.txt'}")
    say(f"  {'FAIL' if result.failed else 'ok  '} {kind}: {_counts(result)} ({seconds(result.seconds)})")
    return result


def _counts(result) -> str:
    return f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped"


def _table(results: list[Result]) -> None:
    print(f"\n{'kind':<12}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for row in results:
        print(f"{row.kind:<12}{row.passed:>8}{row.failed:>8}{row.skipped:>9}{row.seconds:>9.1f}")


def _coverage(lab: Lab) -> None:
    """Per addon: pure code and all code, in percent of statements."""
    if not list(RESULTS.glob(".coverage*")):
        return
    env = {"COVERAGE_FILE": str(RESULTS / ".coverage"), "PATH": "/usr/bin:/bin"}
    rc = f"--rcfile={ROOT / 'pyproject.toml'}"
    for args in (["combine", "-q", rc], ["json", "-q", rc, "-o", str(RESULTS / "coverage.json")]):
        command = [lab.python, "-m", "coverage", *args]
        proc.run(command, "coverage", check=False, env=env, cwd=ROOT)
    report = RESULTS / "coverage.json"
    if report.exists():
        _coverage_table(json.loads(report.read_text())["files"])


def _coverage_table(files: dict) -> None:
    print(f"\n{'coverage':<29}{'tools':>8}{'all':>8}{'lines':>8}")
    for addon in all_addons():
        every = {path: row["summary"] for path, row in files.items() if f"{addon}/" in path}
        tools = [row for path, row in every.items() if f"{addon}/tools/" in path]
        lines = sum(row["num_statements"] for row in every.values())
        print(f"{addon:<29}{_percent(tools):>8}{_percent(every.values()):>8}{lines:>8}")


def _percent(summaries) -> str:
    covered = sum(row["covered_lines"] for row in summaries)
    lines = sum(row["num_statements"] for row in summaries)
    return f"{100 * covered / lines:.0f} %" if lines else "–"


def _verdict(results: list[Result]) -> int:
    total = Result("all")
    for row in results:
        total.passed += row.passed
        total.failed += row.failed
        total.skipped += row.skipped
    print(f"\n{_counts(total)}")
    return 1 if total.failed else 0
