from odoo.tools import SQL

from .models.ledger_event_mixin import GUARD

OURS = "frontoffice\\_%"
FOREIGN_KEYS = """
    SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c
      JOIN pg_class t ON t.oid = c.conrelid AND t.relnamespace = 'public'::regnamespace
      JOIN pg_class r ON r.oid = c.confrelid
     WHERE c.contype = 'f' AND c.confdeltype IN ('r', 'a') AND (t.relname LIKE %s OR r.relname LIKE %s)
"""


def uninstall_hook(env):
    """Take the triggers away with their function, so that nothing of ours stays in the database.

    Versions, events and limits hold what they refer to as long as they are in use. Now their tables go as well, in
    an order that asks nobody, so they let go first.
    """
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(GUARD)))
    for table, name in env.execute_query(SQL(FOREIGN_KEYS, OURS, OURS)):
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
