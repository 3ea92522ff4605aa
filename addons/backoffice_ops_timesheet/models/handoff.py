from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class Handoff(models.Model):
    """A request done as tasks costs what their timesheets cost, unless its department wrote its hours down itself."""

    _inherit = "backoffice.handoff"

    timesheet_hours = fields.Float(
        "Hours in timesheets", compute="_compute_timesheet_hours",
        help="Of the tasks that fulfil it, and of their sub-tasks. The sender does not see them.",
    )

    @api.depends("has_tasks", "task_ids.timesheet_ids.unit_amount", "task_ids.subtask_effective_hours")
    @api.depends_context("uid")
    def _compute_timesheet_hours(self):
        for handoff in self:
            seen = handoff.has_tasks and handoff._is_receiver()
            # sudo: the hours alone, for the department that answers for them
            handoff.timesheet_hours = sum(handoff.sudo()._timesheets().mapped("unit_amount")) if seen else 0

    def _timesheet_domain(self):
        """Lines of its tasks and of their sub-tasks, without those that fulfil another request."""
        tasks = self.with_context(active_test=False).task_ids
        return Domain("task_id", "child_of", tasks.ids) & Domain("task_id.handoff_id", "in", (False, *self.ids))

    def _timesheets(self):
        return self.env["account.analytic.line"].with_context(active_test=False).search(self._timesheet_domain())

    def _inverse_hours_spent(self):
        """Two places for the same hours would never agree."""
        for handoff in self.filtered("timesheet_hours"):
            # sudo: whether its department wrote any down before
            if handoff.hours_spent and not sum(handoff.sudo().desk_ids.mapped("touch_hours")):
                raise UserError(self.env._(
                    "The hours of %s come from the timesheets of its task. Change them there.", handoff.name))
        return super()._inverse_hours_spent()

    @api.depends(
        "task_ids.timesheet_ids.amount", "task_ids.timesheet_ids.unit_amount", "task_ids.subtask_effective_hours",
        "task_ids.child_ids.timesheet_ids.amount",
    )
    def _compute_actual_cost(self):
        super()._compute_actual_cost()

    def _cost_of_work(self):
        """What the timesheets say it cost, at the hourly cost of each colleague; typed hours come first."""
        lines = self._timesheets() if self.has_tasks else None
        if not lines or sum(self.desk_ids.mapped("touch_hours")):
            return super()._cost_of_work()
        hours = sum(lines.mapped("unit_amount"))
        return self.env._("%.2f h in timesheets", hours), -sum(self._in_currency(line) for line in lines)

    def _in_currency(self, line):
        """Amount of a line in the currency of the request's company, at the rate of its day."""
        company = self.company_id
        return line.currency_id._convert(line.amount, company.currency_id, company, line.date)

    def action_view_timesheets(self):
        """The lines its cost is made of, as far as this person may see them."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("hr_timesheet.timesheet_action_all")
        # sudo: which tasks are meant; the lines are read with the rights of who opens them
        domain = list(self.sudo()._timesheet_domain())
        return {**action, "name": self.env._("Timesheets"), "domain": domain, "context": {}}
