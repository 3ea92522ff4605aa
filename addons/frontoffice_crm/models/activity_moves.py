from odoo import fields, models


class MailActivity(models.Model):
    """How often the next step of an enquiry was put off: a plan that always moves is no plan."""

    _inherit = "mail.activity"

    service_move_count = fields.Integer("Put off", readonly=True, copy=False)

    def write(self, vals):
        later = fields.Date.to_date(vals.get("date_deadline"))
        moved = self.filtered(
            lambda a: a.res_model == "crm.lead" and a.date_deadline and a.date_deadline < later
        ) if later else self.browse()
        done = super().write(vals)
        for activity in moved:
            super(MailActivity, activity).write({"service_move_count": activity.service_move_count + 1})
        return done
