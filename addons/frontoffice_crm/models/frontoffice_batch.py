from odoo import api, fields, models
from odoo.exceptions import AccessError


class FrontofficeBatch(models.Model):
    """A batch of records from a file, from Look back or from the sample company.

    Removing one whole is the stated exception to "history is never deleted", and it is logged.
    """

    _name = "frontoffice.batch"
    _description = "Imported history"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("import", "Imported log"), ("history", "Look back"), ("sample", "Sample company")],
        required=True, readonly=True,
    )
    source_key = fields.Char("Source", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.uid)
    summary = fields.Json(readonly=True)
    state = fields.Selection(
        [("active", "In use"), ("removed", "Removed")], default="active", required=True, readonly=True
    )
    removed_at = fields.Datetime(readonly=True)
    removed_by_id = fields.Many2one("res.users", readonly=True)

    @api.model
    def _batch_models(self):
        """Models with a ``batch_id``, in the order they are removed. Upper addons put theirs first."""
        return ["frontoffice.promise", "frontoffice.encounter", "frontoffice.case"]

    @api.model
    def _get_active(self, kind, source_key, company=None):
        """The batch in use of this source, or none."""
        company = company or self.env.company
        return self.search([
            ("kind", "=", kind), ("source_key", "=", source_key),
            ("company_id", "=", company.id), ("state", "=", "active"),
        ], limit=1)

    def action_remove(self):
        """Remove everything this batch brought, in one transaction, and say so in the log."""
        if not self.env.user.has_group("frontoffice_crm.group_manager"):
            raise AccessError(self.env._("Only a Front Office manager removes a whole batch."))
        self.check_access("write")
        for batch in self:
            counts = batch._remove_whole()
            # sudo: the fields are read-only so that nobody forges the note of a removal
            batch.sudo().write({
                "state": "removed", "removed_at": fields.Datetime.now(), "removed_by_id": self.env.uid,
            })
            lines = ", ".join(f"{self.env[name]._description}: {n}" for name, n in counts.items() if n)
            batch.message_post(body=self.env._("Removed with everything it brought. %s", lines))
        return True

    def _remove_whole(self):
        """{model: how many went}"""
        counts = {name: self._remove_records(name) for name in self._batch_models()}
        self._after_remove()
        return counts

    def _remove_records(self, model):
        """Delete this batch's records of a model with their ledgers; returns how many."""
        # sudo + active_test: a batch goes whole, archived records and other people's too
        records = self.env[model].sudo().with_context(active_test=False).search([("batch_id", "=", self.id)])
        if not records:
            return 0
        if ledger_model := getattr(records, "_ledger_model", None):
            self.env[ledger_model]._remove_with(records)
            records._forget_ledger()
        count = len(records)
        records.unlink()
        return count

    def _after_remove(self):
        """Hook: catalogue records the batch created and nothing else uses."""
