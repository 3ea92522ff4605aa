from odoo import models


class MailActivitySchedule(models.TransientModel):
    _inherit = "mail.activity.schedule"

    def action_schedule_plan(self):
        """As stock does; then each new step is told which mail it sends."""
        records = self._get_applied_on_records()
        known = records.activity_ids
        action = super().action_schedule_plan()
        sending = self._plan_filter_activity_templates_to_schedule().filtered("service_template_id")
        fresh = records.activity_ids - known
        for template in sending:
            steps = fresh.filtered(
                lambda step, t=template: step.activity_type_id == t.activity_type_id
                and step.summary == t.summary and step.date_deadline == t._get_date_deadline(self.plan_date)
            )
            # sudo: the plan decides what its steps send, see mail.activity
            steps.sudo().write({"service_template_id": template.service_template_id.id})
        return action
