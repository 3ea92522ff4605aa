from odoo import fields, models

STATUSES = [("true", "True"), ("risk", "At risk"), ("untrue", "Untrue"), ("unproven", "Unproven")]


class ClaimStatus(models.Model):
    """What was found about an advertised promise on one day."""

    _name = "frontoffice.claim.status"
    _description = "Advertised promise: day by day"
    _order = "day desc, id desc"

    claim_id = fields.Many2one("frontoffice.claim", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True)
    status = fields.Selection(STATUSES, required=True, readonly=True)
    kept = fields.Integer(readonly=True)
    of = fields.Integer("Decided", readonly=True)

    _claim_day_uniq = models.UniqueIndex("(claim_id, day)")
