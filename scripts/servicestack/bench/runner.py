"""Create a database from the prepared one, run the cases, print one table."""

import ast
import re
from pathlib import Path

from .. import proc, shell
from ..paths import RESULTS, STACK
from ..state import lock
from ..testing.lab import Lab
from ..ui import Failed, step
from . import peers

HERE = Path(__file__).resolve().parent
CASES = sorted(path.stem for path in HERE.glob("*.py") if "\ndef run(env):" in path.read_text())


def main(names: list[str]) -> int:
    """Run the named cases, or all; 1 when one misses what is wanted of it."""
    unknown = [name for name in names if name not in CASES]
    if unknown:
        raise Failed(f"no case {unknown[0]}: there are {', '.join(CASES)}")
    RESULTS.mkdir(exist_ok=True)
    rows = []
    with lock(STACK / "test.lock", "./scripts/test or ./scripts/bench"):
        lab = Lab()
        try:
            for name in names or CASES:
                with step(f"bench {name}"):
                    database = lab.copy("t_bench")  # each case finds the same, whatever another one left
                    rows += _run(lab, database, name)
                    lab.databases.drop(database)
        finally:
            if "cluster" in vars(lab):
                lab.cluster.stop()
    _table(rows)
    return 0 if all(row.get("ok", True) for row in rows) else 1


def _run(lab: Lab, database: str, name: str) -> list[dict]:
    code = (HERE / f"{name}.py").read_text()
    command = lab.command("shell", "-d", database, "--no-http", "--log-level=error", *_beside(lab, database, code))
    text = shell.wrap(code + "\n\nreply(run(env))\n", {})
    out = proc.run(command, name, stdin=text, check=False, env=lab.env(), log=RESULTS / "bench.log")[1]
    return shell.answer(out, f"bench {name}")


def _beside(lab: Lab, database: str, code: str) -> list[str]:
    """Arguments for a case that names add-ons of others (PEERS: package==version to add-on)."""
    found = re.search(r"^PEERS = (\{.*?\})$", code, re.MULTILINE | re.DOTALL)
    if not found:
        return []
    packages = ast.literal_eval(found[1])
    path = peers.fetch(lab, list(packages))
    peers.install(lab, database, path, list(packages.values()))
    return ["--addons-path", peers.searched(lab, path)]


def _table(rows: list[dict]) -> None:
    print(f"\n{'case':<52}{'ours':>14}{'stock':>15}{'ratio':>9}  wanted")
    for row in rows:
        ours, stock = row["ours"], row.get("stock")
        ratio = f"{stock / ours:.1f} x" if stock and ours else "–"
        unit = row.get("unit", "s")
        cells = [f"{value:.4g} {unit}" if value is not None else "–" for value in (ours, stock)]
        verdict = "" if row.get("ok", True) else "  MISSED"
        print(f"{row['name']:<52}{cells[0]:>14}{cells[1]:>15}{ratio:>9}  {row.get('wanted', '')}{verdict}")
