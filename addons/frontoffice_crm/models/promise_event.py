from odoo import fields, models


class PromiseEvent(models.Model):
    _name = "frontoffice.promise.event"
    _description = "Promise history"
    _inherit = ["frontoffice.ledger.event.mixin"]
    _log_access = False
    _parent = "promise_id"

    promise_id = fields.Many2one(
        "frontoffice.promise", required=True, readonly=True, ondelete="restrict"
    )
    _promise_seq_uniq = models.UniqueIndex("(promise_id, seq)")
