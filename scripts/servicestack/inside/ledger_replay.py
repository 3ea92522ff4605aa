"""Fold every ledger again from its events; with PARAMS["last"], look at the rows up to these ids."""
# ruff: noqa: F821

import hashlib
from dataclasses import asdict

LEDGERS = {
    "frontoffice.promise": "frontoffice.promise.event",
    "frontoffice.case": "frontoffice.case.event",
    "backoffice.handoff": "backoffice.handoff.event",
}


def rows(env, event, last):
    """Number and digest of the event rows up to an id; later ones may belong to new records."""
    table = env[event]._table
    env.cr.execute(f"SELECT * FROM {table} WHERE id <= %s ORDER BY id", (last,))
    names = sorted(column.name for column in env.cr.description)
    digest, lines = hashlib.sha256(), env.cr.dictfetchall()
    for line in lines:
        known = [(name, str(line[name])) for name in names if name in PARAMS["columns"].get(event, names)]
        digest.update(repr(known).encode())
    return {"rows": len(lines), "digest": digest.hexdigest(), "columns": names}


def ledger(env, model, event):
    """What the upgrade is judged by, of one kind of record."""
    records = env[model].with_context(active_test=False).search([])
    env.cr.execute(f"SELECT COALESCE(max(id), 0) FROM {env[event]._table}")
    last = PARAMS["last"].get(event, env.cr.fetchone()[0])
    return {
        "states": {key: asdict(state) for key, state in records._replayed().items()},
        "wrong": records._ledger_verify().ids,
        "seq": {record.id: record.ledger_seq for record in records},
        "last": last,
        **rows(env, event, last),
    }


reply({model: ledger(env, model, event) for model, event in LEDGERS.items()})
