from odoo import fields, models


class CaseEvent(models.Model):
    _name = "frontoffice.case.event"
    _description = "Case history"
    _inherit = ["frontoffice.ledger.event.mixin"]
    _log_access = False
    _parent = "case_id"

    case_id = fields.Many2one("frontoffice.case", required=True, readonly=True, ondelete="restrict")
    _case_seq_uniq = models.UniqueIndex("(case_id, seq)")
