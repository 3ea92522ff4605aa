from odoo import api, fields, models

DECIDED = ("approved", "refused")


class HrExpense(models.Model):
    """When an expense was submitted and decided, and how long that took."""

    _name = "hr.expense"
    _inherit = ["hr.expense", "triangle.watched"]

    service_asked_at = fields.Datetime("Submitted on", readonly=True, copy=False)
    service_decided_at = fields.Datetime("Decided on", readonly=True, copy=False, index="btree_not_null")
    service_refused = fields.Boolean("Decided against", readonly=True, copy=False)
    service_waited_hours = fields.Float(
        "Working hours until decided", readonly=True, copy=False, aggregator="avg",
        help="From submitted to approved or refused, in working hours of the company.",
    )
    service_department_id = fields.Many2one(
        "hr.department", "Department when submitted", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        expenses = super().create(vals_list)
        expenses.filtered(lambda expense: expense.approval_state == "submitted")._note_moved("submitted")
        return expenses

    def write(self, vals):
        if "approval_state" not in vals:
            return super().write(vals)
        moved = self.filtered(lambda expense: expense.approval_state != vals["approval_state"])
        done = super().write(vals)
        moved._note_moved(vals["approval_state"])
        return done

    def _note_moved(self, state, at=None):
        """Keep the moments (naive UTC) of a new state; what was decided before stays until the next decision."""
        at = at or fields.Datetime.now()
        # sudo: who submits or decides may not change every expense, and these times are nobody's to change
        for expense in self.sudo():
            if state == "submitted":
                expense.write({"service_asked_at": at, "service_department_id": expense.department_id.id})
            elif state in DECIDED and expense.service_asked_at:
                calendar = expense.company_id.resource_calendar_id
                waited = calendar._count_seconds([(expense.service_asked_at, at)])[0]
                expense.write({
                    "service_asked_at": False, "service_decided_at": at, "service_refused": state == "refused",
                    "service_waited_hours": waited / 3600,
                })
            elif not state:
                expense.service_asked_at = False
