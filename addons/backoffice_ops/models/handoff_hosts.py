from odoo import api, fields, models

CALLS = {"delivered": "_handoff_delivered", "returned": "_handoff_returned"}


class HandoffHosts(models.Model):
    """Where a request was asked from hears that it is ready, or that something is missing."""

    _inherit = "backoffice.handoff"

    origin_model = fields.Char("Asked by a rule for", readonly=True)
    origin_id = fields.Many2oneReference("Record", model_field="origin_model", readonly=True)
    auto_depth = fields.Integer("Made by a rule, in a row", readonly=True)

    _auto_once = models.UniqueIndex(
        "(origin_model, origin_id, service_id) WHERE auto_created AND origin_id > 0"
        " AND state NOT IN ('done', 'cancelled')",
        "There is an open request of this type for this record already.",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"origin_model", "origin_id", "auto_depth"}

    @api.model
    def _handoff_links(self):
        """Fields that point to a document a request was asked from. Bridges add theirs."""
        return [
            name for name, field in self._fields.items()
            if field.type == "many2one" and getattr(self.env[field.comodel_name], "_handoff_link", None) == name
        ]

    def _after_record(self, kind, before, moments):
        super()._after_record(kind, before, moments)
        if kind in CALLS:
            for link in self._handoff_links():
                for host, handoffs in self.filtered(link).grouped(link).items():
                    getattr(host.sudo(), CALLS[kind])(handoffs)  # the host follows, whoever moved the request
