from odoo import SUPERUSER_ID, api

BATCH = 1000


def migrate(cr, version):
    """"Late without warning" is folded from the ledger; promises of the release before are folded again.

    Only those need it that were told a new date or whose time ran out: for the others nothing changes.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    Promise = env["frontoffice.promise"].with_context(active_test=False)
    domain = ["|", "|", ("lapsed_at", "!=", False), ("state", "=", "late"), ("change_count", ">", 0)]
    last = 0
    while promises := Promise.search([*domain, ("id", ">", last)], order="id", limit=BATCH):
        states = promises._replayed()
        for promise in promises.filtered("ledger_seq"):
            promise.write(promise._ledger_changes(promise, states[promise.id]))
        last = promises[-1].id
        env.flush_all()
        env.invalidate_all()
