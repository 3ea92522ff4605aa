from odoo import api, fields, models


class HrApplicant(models.Model):
    """Who is hired takes along since when the position had looked for people."""

    _name = "hr.applicant"
    _inherit = ["hr.applicant", "triangle.watched"]

    service_opened_at = fields.Datetime(
        "Position open since", compute="_compute_service_opened_at", store=True, help="As it stood at the hire."
    )

    @api.depends("date_closed")
    def _compute_service_opened_at(self):
        for applicant in self:
            # sudo: a date; who hires may not read every job
            opened = applicant.sudo().job_id.service_opened_at
            applicant.service_opened_at = applicant.date_closed and opened

    def write(self, vals):
        since = {applicant: applicant.service_opened_at for applicant in self if applicant.service_opened_at}
        done = super().write(vals)
        for applicant, opened in since.items():
            if not applicant.date_closed and applicant.job_id:
                # sudo: as above; a hire that was none did not end the search
                applicant.sudo().job_id.service_opened_at = opened
        return done
