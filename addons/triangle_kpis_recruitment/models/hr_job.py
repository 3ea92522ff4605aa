from odoo import api, fields, models


class HrJob(models.Model):
    """Since when a position looks for people: Recruitment knows how many, and not since when."""

    _inherit = "hr.job"

    service_opened_at = fields.Datetime(
        "Looking since", readonly=True, copy=False, help="When the target last rose from nothing."
    )

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs.filtered(lambda job: job.no_of_recruitment > 0).service_opened_at = fields.Datetime.now()
        return jobs

    def write(self, vals):
        opened = self.browse()
        if (vals.get("no_of_recruitment") or 0) > 0:
            opened = self.filtered(lambda job: job.no_of_recruitment <= 0)
        done = super().write(vals)
        if opened:
            super(HrJob, opened).write({"service_opened_at": fields.Datetime.now()})
        return done
