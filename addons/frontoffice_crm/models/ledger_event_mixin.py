from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import ledger

GUARD = "frontoffice_ledger_guard"
BUSINESS_COLUMNS = ("seq", "kind", "at", "recorded_at", "actor_id", "payload", "hash")

GUARD_SQL = """
    CREATE OR REPLACE FUNCTION %(guard)s() RETURNS trigger AS $body$
    BEGIN
        IF current_setting('frontoffice.ledger_open', true) = txid_current()::text THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        RAISE EXCEPTION 'The ledger %% is append-only: %% refused', TG_TABLE_NAME, TG_OP;
    END $body$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER frontoffice_ledger_rows
        BEFORE DELETE OR UPDATE OF %(columns)s ON %(table)s
        FOR EACH ROW EXECUTE FUNCTION %(guard)s();
    CREATE OR REPLACE TRIGGER frontoffice_ledger_truncate
        BEFORE TRUNCATE ON %(table)s
        FOR EACH STATEMENT EXECUTE FUNCTION %(guard)s();
"""


class LedgerEventMixin(models.AbstractModel):
    """A line of a ledger: append-only for the ORM, for RPC, for imports and for SQL.

    Holds codes, ids and numbers, never words or personal data, so that erasing a person never
    touches it. A database administrator can still switch the trigger off: the hash chain does not
    prevent that, it shows it.
    """

    _name = "frontoffice.ledger.event.mixin"
    _description = "Ledger event"
    _log_access = False
    _order = "at, seq"
    _parent = None  # name of the many2one to the header

    seq = fields.Integer(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True, help="Business time, UTC.")
    recorded_at = fields.Datetime(required=True, readonly=True, help="Server time, UTC.")
    # No foreign key: deleting a user must not touch the ledger.
    actor_id = fields.Integer("User id", required=True, readonly=True, default=0)
    payload = fields.Json(readonly=True)
    hash = fields.Char(required=True, readonly=True)
    actor_name = fields.Char("Who", compute="_compute_actor_name")

    def init(self):
        super().init()
        if not self._abstract:
            self._install_guard()

    def _install_guard(self):
        """(Re)create the trigger that refuses UPDATE, DELETE and TRUNCATE.

        Removing a whole batch and migrations open it for one transaction, see ``_opened``.
        """
        columns = (*BUSINESS_COLUMNS, self._parent)
        self.env.cr.execute(SQL(
            GUARD_SQL, guard=SQL.identifier(GUARD), table=SQL.identifier(self._table),
            columns=SQL(", ").join(SQL.identifier(name) for name in columns),
        ))

    @api.depends("actor_id")
    def _compute_actor_name(self):
        # sudo: the name of a colleague may be shown to whoever may read the ledger
        users = self.env["res.users"].sudo().browse(set(self.mapped("actor_id")) - {0}).exists()
        names = {user.id: user.name for user in users}
        for event in self:
            event.actor_name = names.get(event.actor_id) or self.env._("Somebody who has left")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The history is written by the buttons alone."))
        return super().create(vals_list)

    @api.model
    def _append(self, rows):
        """Insert lines, however many, in one statement; ``create`` would send one for each hundred."""
        if not rows:
            return
        names = (self._parent, *BUSINESS_COLUMNS)
        lines = SQL(", ").join(
            tuple(self._fields[name].convert_to_column_insert(row[name], self, row) for name in names) for row in rows
        )
        self.env.cr.execute(SQL(
            "INSERT INTO %s (%s) VALUES %s", SQL.identifier(self._table),
            SQL(", ").join(SQL.identifier(name) for name in names), lines,
        ))
        # headers read before know nothing of the new lines
        self.env[self._fields[self._parent].comodel_name].browse(
            {row[self._parent] for row in rows}).invalidate_recordset(["event_ids"])

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("The history cannot be changed. Record a correction instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("The history cannot be deleted."))

    def _to_pure(self):
        """This line as a pure event."""
        self.ensure_one()
        return ledger.Event(
            self.seq, self.kind, self.at, self.payload or {}, self.recorded_at, self.actor_id
        )

    def _remove_with(self, headers):
        """Delete the ledgers of whole headers: only for removing a batch, logged by the batch."""
        self.flush_model()
        with self._opened():
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE %s IN %s",
                    SQL.identifier(self._table),
                    SQL.identifier(self._parent),
                    tuple(headers.ids) or (0,),
                )
            )
        self.invalidate_model()

    def _opened(self):
        """Context manager: the trigger lets changes pass until it is left, in this transaction."""
        return _Opened(self.env.cr)


class _Opened:
    def __init__(self, cr):
        self.cr = cr

    def _set(self, value):
        self.cr.execute(SQL("SELECT set_config('frontoffice.ledger_open', %s, true)", value))

    def __enter__(self):
        self.cr.execute(SQL("SELECT txid_current()::text"))
        self._set(self.cr.fetchone()[0])

    def __exit__(self, kind, error, trace):
        if kind is None:
            self._set("")
        return False
