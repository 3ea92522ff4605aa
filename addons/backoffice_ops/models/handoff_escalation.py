from odoo import models


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    _clock_idx = models.Index(
        "(service_version_id, to_department_id, company_id) "
        "WHERE state IN ('sent', 'accepted', 'in_progress', 'paused', 'returned')"
    )
