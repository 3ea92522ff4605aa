from odoo import fields, models

SIDES = [
    ("external", "Promised too early"), ("internal", "A department took longer"),
    ("interactive", "Waited for the front office"), ("customer", "Waited for others, with proof"),
    ("unexplained", "Not explained"),
]


class BackofficeDelay(models.Model):
    """A part of the time by which a promise was late. The parts of a promise add up to it exactly."""

    _name = "backoffice.delay"
    _description = "Where time was lost"
    _order = "at desc, promise_id, id"

    promise_id = fields.Many2one("frontoffice.promise", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    side = fields.Selection(SIDES, required=True, readonly=True, string="Why")
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null",
        help="Empty where a confidential request took longer.",
    )
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="set null")
    standard_id = fields.Many2one(
        "frontoffice.promise.standard", "Standard promise", readonly=True, index="btree_not_null", ondelete="set null"
    )
    at = fields.Datetime(
        "Late until", required=True, readonly=True, index=True,
        help="When it was fulfilled or taken back; 30 days after its time where nothing came of it.",
    )
    seconds = fields.Integer("Working seconds", required=True, readonly=True)
    minutes = fields.Integer("Working minutes", required=True, readonly=True)
