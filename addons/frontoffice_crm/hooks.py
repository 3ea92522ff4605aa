from odoo.tools import SQL

from .models.ledger_event_mixin import GUARD


def uninstall_hook(env):
    """Take the triggers away with their function, so that nothing of ours stays in the database."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(GUARD)))
