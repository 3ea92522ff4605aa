from odoo import fields, models


class HandoffEvent(models.Model):
    _name = "backoffice.handoff.event"
    _description = "Request history"
    _inherit = ["frontoffice.ledger.event.mixin"]
    _log_access = False
    _parent = "handoff_id"

    handoff_id = fields.Many2one("backoffice.handoff", required=True, readonly=True, ondelete="restrict")
    _handoff_seq_uniq = models.UniqueIndex("(handoff_id, seq)")
