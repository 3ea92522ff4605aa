"""Install, upgrade, uninstall: each addon as a wheel, up from each release, then away without a trace."""

from pathlib import Path

from .. import proc
from ..paths import ADDONS, OURS, RESULTS, ROOT, all_addons, bridges_apart, bridges_together
from . import upgrading
from .upgrading import errors as _errors

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


# What an addon brought that no other addon shares: tables of its models, columns of its fields.
OWN_TABLES = """
    SELECT replace(m.model, '.', '_') FROM ir_model m JOIN ir_model_data d
        ON d.model = 'ir.model' AND d.res_id = m.id
     GROUP BY m.id HAVING array_agg(DISTINCT d.module::text) <@ ARRAY[{modules}]
"""
OWN_COLUMNS = """
    SELECT replace(f.model, '.', '_') || '.' || f.name FROM ir_model_fields f JOIN ir_model_data d
        ON d.model = 'ir.model.fields' AND d.res_id = f.id
     GROUP BY f.id HAVING array_agg(DISTINCT d.module::text) <@ ARRAY[{modules}]
"""
TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm') AND relnamespace = 'public'::regnamespace"
COLUMNS = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
IDS = "SELECT module || '.' || name FROM ir_model_data WHERE module IN ({modules}) LIMIT 5"


def run(lab, result) -> None:
    """Wheels first (seconds), then a database."""
    for addon in all_addons():
        result.check(f"wheel of {addon}", _wheel(lab, addon))
    _bridges(lab, result)
    name = "t_install"
    if not upgrading.run(lab, result, name):
        lab.copy(name)
        args = ["-d", name, "-u", ",".join(OURS), "--no-http", "--log-level", "warn"]
        result.check("upgrade", _errors(*lab.run("upgrade", *args)))
    before = ledgers(lab, name, LEDGERS)
    result.check("there are ledgers to lose", [] if all(int(rows) for rows, _md5 in before) else [str(before)])
    for addon in reversed(OURS):
        result.check(f"uninstall {addon}", _uninstall(lab, name, addon) or leftovers(lab, name, addon))
        if addon != OURS[0]:
            kept = [table for table in LEDGERS if table.startswith("frontoffice") or addon == OURS[2]]
            result.check(f"ledgers without {addon}", _same(before[: len(kept)], ledgers(lab, name, kept)))


def _bridges(lab, result) -> None:
    if bridges_together():
        _without_bridges(lab, result, lab.copy("t_bridged", lab.bridged), bridges_together())
    if bridges_apart():
        _without_bridges(lab, result, lab.copy("t_apart", lab.apart), bridges_apart())


def _without_bridges(lab, result, name: str, addons) -> None:
    """The bridges installed themselves; they go without a trace, and no ledger notices."""
    result.check("bridges installed themselves", not_installed(lab, name, addons))
    before, modules = ledgers(lab, name, LEDGERS), ",".join(f"'{addon}'" for addon in addons)
    own = [_names(lab, name, query.format(modules=modules)) for query in (OWN_TABLES, OWN_COLUMNS)]
    result.check("uninstall the bridges", _uninstall(lab, name, *reversed(addons)))
    present = [_names(lab, name, query) for query in (TABLES, COLUMNS)]
    left = [sorted(mine & there) for mine, there in zip(own, present, strict=True)]
    left.append(sorted(_names(lab, name, IDS.format(modules=modules))))
    result.check("bridges leave nothing", [f"left: {found}" for row in left for found in row[:5]])
    result.check("ledgers without bridges", _same(before, ledgers(lab, name, LEDGERS)))


def _names(lab, database: str, query: str) -> set[str]:
    return {row[0] for row in lab.cluster.sql(query, database)}


def not_installed(lab, database: str, addons) -> list[str]:
    """Which of these addons the database does not have."""
    query = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    return [f"{addon} is not installed" for addon in addons if addon not in _names(lab, database, query)]


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


def _uninstall(lab, database: str, *addons: str) -> list[str]:
    command = [*lab.command("module", "uninstall"), "-d", database, *addons]
    log = RESULTS / f"uninstall-{addons[0]}.log"
    return _errors(*proc.run(command, "uninstall", check=False, log=log, env=lab.env()))


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
