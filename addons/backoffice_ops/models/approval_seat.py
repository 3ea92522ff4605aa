from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("asked", "To decide"), ("approved", "Approved"), ("declined", "Declined"), ("dropped", "Not needed any more"),
]


class ApprovalSeat(models.Model):
    """One person asked in one step, who stands in, and what was said in whose place."""

    _name = "backoffice.approval.seat"
    _description = "Person asked for approval"
    _order = "id"

    approval_id = fields.Many2one(
        "backoffice.approval", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="approval_id.company_id", store=True, index=True)
    asked_by_id = fields.Many2one(related="approval_id.asked_by_id", store=True, index=True)
    department_id = fields.Many2one(related="approval_id.department_id", store=True, index="btree_not_null")
    confidential = fields.Boolean(related="approval_id.confidential", store=True)
    user_id = fields.Many2one("res.users", "Asked", required=True, index=True, readonly=True, ondelete="restrict")
    substitute_id = fields.Many2one(
        "res.users", "Stands in", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    substitute_why = fields.Selection(
        [("leave", "On leave"), ("named", "Named by the person asked"), ("left", "Left the company")],
        "Stands in because", readonly=True,
    )
    told_at = fields.Datetime("Told on", readonly=True)
    state = fields.Selection(STATES, default="asked", required=True, readonly=True)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    acting_for_id = fields.Many2one(
        "res.users", "In place of", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    decided_at = fields.Datetime("Decided on", readonly=True)
    note = fields.Char("In words", readonly=True)
    via = fields.Selection([("app", "In the app"), ("mail", "By mail")], "How", readonly=True)
    label = fields.Char("Who", compute="_compute_label")

    _open_user_idx = models.Index("(user_id) WHERE state = 'asked'")
    _person_once = models.UniqueIndex("(approval_id, user_id)", "This person is asked already.")

    @api.depends("user_id", "substitute_id", "decided_by_id", "acting_for_id")
    def _compute_label(self):
        for seat in self.sudo():  # sudo: names on the visible path
            if seat.acting_for_id:
                seat.label = self.env._(
                    "%(who)s for %(other)s", who=seat.decided_by_id.name, other=seat.acting_for_id.name
                )
            elif seat.substitute_id and seat.state == "asked":
                seat.label = self.env._(
                    "%(other)s (%(who)s stands in)", who=seat.substitute_id.name, other=seat.user_id.name
                )
            else:
                seat.label = seat.user_id.name

    def write(self, vals):
        if any(seat.state != "asked" for seat in self):
            raise UserError(self.env._("What was decided never changes. Ask again instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if not self.env.su or any(not s.approval_id.batch_id and s.state in ("approved", "declined") for s in self):
            raise UserError(self.env._("Decisions are kept for ever."))
