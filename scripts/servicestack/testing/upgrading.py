"""Upgrade from each release: its own addons, its demo data, then the addons of this checkout.

A release is a line of releases.txt. Its addons come from the history of the checkout, so a
checkout without that history (a shallow clone, an unpacked archive) skips, and says so.
"""

import shutil
from pathlib import Path

from .. import proc
from ..paths import MODULES, ROOT, STACK, all_addons
from ..ui import Failed, step

RELEASES = Path(__file__).with_name("releases.txt")
FOLDER = STACK / "releases"
#: measures a later release counts in another way on purpose, says so in the change log and in a version of each figure
RESTATED = {"first_response_minutes": "in the hours of the channel, no longer around the clock"}


def known_releases() -> list[tuple[str, str]]:
    """(number, commit) of each release, oldest first."""
    lines = RELEASES.read_text().splitlines()
    return [tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")]


def addons_of(version: str, commit: str, root: Path = ROOT) -> Path:
    """Folder with the addons of a release; Failed when the history does not reach back to it."""
    target = FOLDER / f"{version}-{commit[:8]}"
    if not target.exists():
        building = target.with_name(f".building-{target.name}")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        archive = building / "addons.tar"
        what = f"taking release {version} from the history"
        proc.run(["git", "-C", root, "archive", "-o", archive, commit, "addons"], what)
        proc.run(["tar", "-xf", archive, "-C", building], "tar")
        archive.unlink()
        building.rename(target)
    return target / "addons"


def run(lab, result, name: str) -> bool:
    """Upgrade each release in turn; the last stays as database `name`. False: there was none."""
    done = False
    for version, commit in known_releases():
        try:
            old = addons_of(version, commit)
        except Failed as failure:
            result.skipped += 1
            result.notes.append(f"SKIPPED upgrade from {version}: {failure}")
            continue
        _upgrade(lab, result, name, version, old)
        done = True
    return done


def _upgrade(lab, result, name: str, version: str, old: Path) -> None:
    path = ("--addons-path", _with(lab, old))
    lab.copy(name, lab.base)
    _hide_later(lab, name, old)
    with step(f"install release {version}"):
        args = ["-d", name, "-i", MODULES, "--with-demo", "--no-http", "--log-level", "warn", *path]
        result.check(f"install release {version}", errors(*lab.run(f"release-{version}", *args)))
    before = lab.inside(name, "ledger_replay", {"last": {}, "columns": {}}, *path)
    counted = lab.inside(name, "facts", {}, *path)
    with step(f"upgrade release {version} to this checkout"):
        args = ["-d", name, "-u", MODULES, "--no-http", "--log-level", "warn"]
        result.check(f"upgrade from {version}", errors(*lab.run(f"upgrade-{version}", *args)))
    asked = {
        "last": {f"{model}.event": row["last"] for model, row in before.items()},
        "columns": {f"{model}.event": row["columns"] for model, row in before.items()},
    }
    after = lab.inside(name, "ledger_replay", asked)
    for model, row in before.items():
        result.check(f"{model} after the upgrade from {version}", differences(row, after[model]))
    now = lab.inside(name, "facts", {})
    untold = unversioned(counted["figures"], now["figures"])
    result.check(f"figures after the upgrade from {version}", restated(counted["sums"], now["sums"], untold))


def _hide_later(lab, name: str, old: Path) -> None:
    """Add-ons the release did not have yet are not known to its database."""
    later = sorted(set(all_addons()) - {manifest.parent.name for manifest in old.glob("*/__manifest__.py")})
    if later:
        names, ids = (", ".join(f"'{prefix}{addon}'" for addon in later) for prefix in ("", "module_"))
        lab.cluster.sql(f"DELETE FROM ir_module_module WHERE name IN ({names})", name)
        lab.cluster.sql(f"DELETE FROM ir_model_data WHERE model = 'ir.module.module' AND name IN ({ids})", name)


def _with(lab, addons: Path) -> str:
    """The addons path with other addons of ours."""
    return ",".join([*lab.odoo.addons_path.split(",")[:-1], str(addons)])


def errors(status: int, log: str) -> list[str]:
    """What an Odoo run complained about."""
    found = [line for line in log.splitlines() if " ERROR " in line or " CRITICAL " in line]
    return found or ([f"ended with {status}"] if status else [])


def unversioned(before: dict, after: dict) -> set[str]:
    """Measures that a figure of before rests on without a new version; figures a release adds have nothing to tell.

    >>> old = {"K20": [[], 0], "K33": [[], 0]}
    >>> new = {"K20": [["waited"], 1], "K33": [["kept"], 0], "K20P50": [["waited"], 0]}
    >>> unversioned(old, new)
    {'kept'}
    """
    return {code for figure in before.keys() & after.keys() if not after[figure][1] for code in after[figure][0]}


def restated(before: dict, after: dict, untold=()) -> list[str]:
    """Measures whose past an upgrade changed by chance, or without telling those who read their figures.

    One that a release adds is none; one that is counted otherwise on purpose is none where a new version says so.

    >>> restated({"kept": [3, 3, 2.0]}, {"kept": [3, 3, 2.0], "new": [1, 1, 1.0]})
    []
    >>> restated({"kept": [3, 3, 2.0], "gone": [1, 1, 1.0]}, {"kept": [3, 3, 1.0]})
    ['gone: was [1, 1, 1.0], is not there', 'kept: was [3, 3, 2.0], is [3, 3, 1.0]']
    >>> before, after = ({"first_response_minutes": [1, 1, minutes]} for minutes in (9.0, 7.0))
    >>> restated(before, after), len(restated(before, after, {"first_response_minutes"}))
    ([], 1)
    """
    told = RESTATED.keys() - set(untold)
    return [
        f"{code}: was {before[code]}, is {after.get(code, 'not there')}"
        for code in sorted(before.keys() - told) if before[code] != after.get(code)
    ]


def differences(before: dict, after: dict) -> list[str]:
    """What an upgrade did to ledgers that it should not have done.

    Fields and columns a release adds are no difference; records it adds neither.

    >>> old = {"states": {"1": {"state": "kept"}}, "seq": {"1": 2}, "wrong": [], "rows": 2, "digest": "x"}
    >>> differences(old, {**old, "states": {"1": {"state": "kept", "new": None}, "2": {}}})
    []
    >>> differences(old, {**old, "states": {"1": {"state": "late"}}, "digest": "y"})
    ["record 1: state was 'kept', is 'late'", 'the event rows are not what they were (2, then 2)']
    """
    found = [] if before["states"] else ["there was no record to lose"]
    for key, state in before["states"].items():
        new = after["states"].get(key, {})
        changed = [name for name in state if new.get(name, "gone") != state[name]]
        found += [f"record {key}: {n} was {state[n]!r}, is {new.get(n, 'gone')!r}" for n in changed]
        if before["seq"][key] != after["seq"].get(key):
            found.append(f"record {key}: has {after['seq'].get(key)} events, had {before['seq'][key]}")
    if (before["rows"], before["digest"]) != (after["rows"], after["digest"]):
        found.append(f"the event rows are not what they were ({before['rows']}, then {after['rows']})")
    found += [f"record {key}: hashes or header are wrong" for key in before["wrong"] + after["wrong"]]
    return found
