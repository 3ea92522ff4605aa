from odoo import models


class Handoff(models.Model):
    """How fast a department is, read while somebody speaks to a customer."""

    _inherit = "backoffice.handoff"

    _pace_idx = models.Index(
        "(to_department_id, company_id, final_at) INCLUDE (worked_hours) WHERE final_at IS NOT NULL"
    )
