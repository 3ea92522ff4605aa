from odoo import fields, models


class HandoffDesk(models.Model):
    """The department's own side of a request: internal talk and effort, never shown to the sender."""

    _name = "backoffice.handoff.desk"
    _description = "Department side of a request"
    _inherit = ["mail.thread"]
    _rec_name = "handoff_id"

    handoff_id = fields.Many2one("backoffice.handoff", required=True, index=True, readonly=True, ondelete="cascade")
    to_department_id = fields.Many2one("hr.department", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="handoff_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="handoff_id.user_id", store=True)
    confidential = fields.Boolean(related="handoff_id.confidential", store=True)
    note = fields.Html("Notes of the department")
    touch_hours = fields.Float("Hours worked")
    rework_hours = fields.Float("Of these, done again")

    _handoff_uniq = models.Constraint("UNIQUE (handoff_id)", "This request already has a department side.")
