from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    service_template_id = fields.Many2one(
        "mail.template", "Send by itself", domain="[('model', '=', res_model)]", ondelete="restrict",
        help="On its day this mail is sent without anybody pressing a button. Who said no gets none.",
    )

    @api.constrains("service_template_id", "plan_id")
    def _check_service_template(self):
        for step in self.filtered("service_template_id"):
            if step.service_template_id.model != step.plan_id.res_model:
                raise ValidationError(
                    self.env._("“%s” is a template for something else.", step.service_template_id.name)
                )
