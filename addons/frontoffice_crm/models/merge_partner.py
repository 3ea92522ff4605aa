from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .partner_merge import KEPT_IDS

FORGOTTEN_DAYS = 90


class MergeJournal(models.Model):
    _inherit = "frontoffice.merge.journal"

    @api.model
    def _partner_relations(self):
        """Fields of ours that point to a customer: list of (model, field). Upper addons add theirs."""
        return [
            ("frontoffice.case", "partner_id"), ("frontoffice.encounter", "partner_id"),
            ("frontoffice.promise", "partner_id"),
        ]

    def _undo_partner(self):
        """A new contact with the old name and address gets our records back. See ``cannot``."""
        if not self.env.user.has_group("frontoffice_crm.group_leader"):
            raise AccessError(self.env._("A team leader takes back the merge of two contacts."))
        snapshot = self.sudo().snapshot  # kept from everybody but managers
        if not snapshot:
            raise UserError(self.env._("The old contact is not remembered any more (after %s days).", FORGOTTEN_DAYS))
        values = dict(snapshot)
        for name in KEPT_IDS:
            comodel = self.env["res.partner"]._fields[name].comodel_name
            values[name] = self.env[comodel].sudo().browse(values[name]).exists().id  # may be gone since
        partner = self.env["res.partner"].sudo().create(values)  # whoever may undo may put it back
        self.sudo().moved = [{**line, "from": partner.id} for line in self.moved or []]
        self._move_back()

    @api.autovacuum
    def _gc_snapshots(self):
        """Names and addresses of contacts that are gone are not kept for ever."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=FORGOTTEN_DAYS)
        domain = [("kind", "=", "partner"), ("done_at", "<", old), ("snapshot", "!=", False)]
        self.search(domain).write({"snapshot": False})
