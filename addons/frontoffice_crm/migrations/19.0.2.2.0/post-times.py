from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

BATCH = 1000


def migrate(cr, version):
    """Moments and minutes figures need, for what was there before they were kept."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    _cases(env)
    _topics(env)
    _responses(env)


def _cases(env):
    """Cases that were solved, opened again or cancelled are folded again; for others nothing changes."""
    Case = env["frontoffice.case"].with_context(active_test=False)
    domain = ["|", "|", ("resolved_at", "!=", False), ("reopen_count", ">", 0), ("state", "=", "cancelled")]
    last = 0
    while cases := Case.search([*domain, ("id", ">", last), ("ledger_seq", ">", 0)], order="id", limit=BATCH):
        books = cases._ledger_books()
        for case in cases:
            case.write(case._ledger_changes(case, case._ledger_replay(case, books[case.id])))
        cases._measure_work(books)
        last = cases[-1].id
        env.flush_all()
        env.invalidate_all()


def _topics(env):
    """What we know today is the best we know of then. SQL: one statement, and no hook has anything to say."""
    env.cr.execute(SQL(
        "UPDATE frontoffice_encounter e SET is_unheard = TRUE FROM frontoffice_need n WHERE n.id = e.need_id"
        " AND (n.standard_id IS NULL OR (n.team_id IS NULL AND n.user_id IS NULL))"))


def _responses(env):
    Encounter = env["frontoffice.encounter"]
    last, answered = 0, [("first_response_at", "!=", False), ("direction", "=", "in")]
    while encounters := Encounter.search([*answered, ("id", ">", last)], order="id", limit=BATCH):
        encounters._measure_response()
        last = encounters[-1].id
        env.flush_all()
        env.invalidate_all()
