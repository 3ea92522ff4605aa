"""Install, upgrade, uninstall: each addon as a wheel, then away without a trace."""

from pathlib import Path

from .. import proc
from ..paths import ADDONS, OURS, RESULTS, ROOT

LEFTOVERS = {
    "tables": "SELECT relname FROM pg_class WHERE relkind IN ('r','v','m','S') AND {like}",
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND {like}",
    "models": "SELECT model FROM ir_model WHERE {like}",
    "parameters": "SELECT key FROM ir_config_parameter WHERE {like}",
    "external ids": "SELECT name FROM ir_model_data WHERE module = '{module}' LIMIT 5",
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns "
    "WHERE column_name LIKE '{prefix}\\_%' AND table_schema = 'public'",
}
LEDGERS = ("frontoffice_promise_event", "frontoffice_case_event", "backoffice_handoff_event")
DIGEST = "SELECT count(*), md5(string_agg(hash || seq || kind || at::text, ',' ORDER BY id)) FROM {table}"
COLUMN = {
    "tables": "relname", "functions": "proname", "models": "model", "parameters": "key",
}


def run(lab, result) -> None:
    """Wheels first (seconds), then a database."""
    for addon in OURS:
        result.check(f"wheel of {addon}", _wheel(lab, addon))
    name = lab.copy("t_install")
    args = ["-d", name, "-u", ",".join(OURS), "--no-http", "--log-level", "warn"]
    before = ledgers(lab, name, LEDGERS)
    result.check("there are ledgers to lose", [] if all(int(rows) for rows, _md5 in before) else [str(before)])
    result.check("upgrade", _errors(*lab.run("upgrade", *args)))
    result.check("ledgers after the upgrade", _same(before, ledgers(lab, name, LEDGERS)))
    for addon in reversed(OURS):
        result.check(f"uninstall {addon}", _uninstall(lab, name, addon))
        if addon != OURS[0]:
            kept = [table for table in LEDGERS if table.startswith("frontoffice") or addon == OURS[2]]
            result.check(f"ledgers without {addon}", _same(before[: len(kept)], ledgers(lab, name, kept)))


def ledgers(lab, database: str, tables) -> list:
    """(rows, digest) of each event table: what no upgrade and no uninstallation above may touch."""
    return [tuple(lab.cluster.sql(DIGEST.format(table=table), database)[0]) for table in tables]


def _same(before: list, after: list) -> list[str]:
    return [] if before == after else [f"{before} became {after}"]


def _wheel(lab, addon: str) -> list[str]:
    target = RESULTS / "wheels"
    command = [lab.python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    command += ["--no-index", "-w", target, ADDONS / addon]
    env = dict(lab.odoo.env, WHOOL_POST_VERSION_STRATEGY_OVERRIDE="none")
    env.pop("PYTHONPATH", None)
    status, out = proc.run(command, "pip wheel", check=False, env=env, cwd=ROOT)
    built = list(Path(target).glob(f"odoo_addon_{addon}-19.0.*.whl"))
    return [] if built and not status else [out.strip().splitlines()[-1] if out.strip() else "none"]


def _errors(status: int, log: str) -> list[str]:
    found = [line for line in log.splitlines() if " ERROR " in line or " CRITICAL " in line]
    return found or ([f"ended with {status}"] if status else [])


def _uninstall(lab, database: str, addon: str) -> list[str]:
    command = lab.command("module", "uninstall")
    command = [*command, "-d", database, addon]
    log = RESULTS / f"uninstall-{addon}.log"
    status, out = proc.run(command, "uninstall", check=False, log=log, env=lab.env())
    return _errors(status, out) or leftovers(lab, database, addon)


def leftovers(lab, database: str, addon: str) -> list[str]:
    """What an uninstalled addon left in the database."""
    prefix = addon.split("_")[0]
    found = []
    for what, query in LEFTOVERS.items():
        column = COLUMN.get(what, "name")
        like = f"({column} LIKE '{prefix}\\_%' OR {column} LIKE '{prefix}.%')"
        rows = lab.cluster.sql(query.format(like=like, module=addon, prefix=prefix), database)
        found += [f"{what} left: {row[0]}" for row in rows[:5]]
    return found
