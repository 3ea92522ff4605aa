from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, verify_hash_signed

from ..tools import ledger
from .ledger_mixin import UNDO_GRACE, UNDO_SECONDS

SCOPE = "frontoffice.desk.undo"


class DeskUndo(models.AbstractModel):
    """Undo of a whole log within 10 seconds, by compensating events."""

    _inherit = "frontoffice.desk"

    @api.model
    def _undo_token(self, entry):
        """What this log made, signed: nobody undoes anything else with it, nor later."""
        values = {"uid": self.env.uid, "made": entry.made, "known": entry.known}
        # sudo: signing reads the database secret
        return hash_sign(self.sudo().env, SCOPE, values, expiration=timedelta(seconds=UNDO_SECONDS + UNDO_GRACE))

    @api.model
    def undo(self, token):
        """Take back everything one log wrote. UserError when it is too late, or others went on with it."""
        self._check_agent()
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, str(token))  # sudo: as above
        except ValueError:
            values = None
        if not values or values["uid"] != self.env.uid:
            raise UserError(self.env._("Undo works for 10 seconds. Correct it in the case or the promise."))
        made = {model: self.env[model].browse(ids) for model, ids in values["made"].items() if model in self.env}
        known = {model: {int(i): seq for i, seq in seqs.items()} for model, seqs in values["known"].items()}
        if not made["frontoffice.encounter"].exists():
            raise UserError(self.env._("This was already undone."))
        self._undo_ledgers(made, known)
        self._undo_records(made)
        return self.refresh()

    @api.model
    def _undo_order(self):
        """Models with a ledger, those that act on others first."""
        return ["frontoffice.promise", "frontoffice.case"]

    @api.model
    def _undo_ledgers(self, made, known):
        for model in self._undo_order():
            for record in made.get(model, self.env[model]):
                self._undo_down_to(record, 0)
            for record_id, seq in known.get(model, {}).items():
                self._undo_down_to(self.env[model].browse(record_id), seq)

    @api.model
    def _undo_down_to(self, record, seq):
        """Undo this person's events after ``seq``, the last first; stops at somebody else's."""
        while True:
            # sudo: events are open to nobody; the right is checked by _undo_last
            events = ledger.effective(record.sudo()._ledger_books()[record.id])
            last = max(events, key=lambda event: event.seq, default=None)
            if last is None or last.seq <= seq:
                return
            record._undo_last((last.kind,))

    @api.model
    def _undo_records(self, made):
        """What has no ledger: deleted where nothing hangs on it, else archived.

        sudo: each record was made by this very person seconds ago, which the token proves.
        """
        made = {model: records.sudo().exists() for model, records in made.items()}
        for model in ("mail.activity", "mail.message"):
            made.get(model, self.env[model]).unlink()
        if "ir.attachment" in made:  # back to the form, which shows them again
            made["ir.attachment"].write({"res_model": False, "res_id": False})
        encounters = made["frontoffice.encounter"]
        encounters.write({"case_id": False})
        encounters.promise_ids.write({"encounter_id": False})
        encounters.unlink()
        for model in self._undo_archived():
            made.get(model, self.env[model]).write({"active": False})

    @api.model
    def _undo_archived(self):
        """Models whose undone records are put away, because something may refer to them."""
        return ["crm.lead", "calendar.event", "res.partner"]
