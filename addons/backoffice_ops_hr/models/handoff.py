from odoo import fields, models


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    employee_id = fields.Many2one("hr.employee", "New colleague", index="btree_not_null", ondelete="set null")
    on_boarding_start = fields.Date("Starts on")
    history_activity_id = fields.Many2one(
        "mail.activity", "Activity it was", index="btree_not_null", ondelete="set null", readonly=True,
        help="For work of the past.",
    )
