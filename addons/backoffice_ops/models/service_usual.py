from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

WINDOW_DAYS = 90
MIN_N = 30


class BackofficeService(models.Model):
    """How long a request type usually takes: what 8 of 10 took, where there is experience."""

    _inherit = "backoffice.service"

    def _usual_seconds(self, company):
        """{service id: working seconds}: 80th percentile of the last 90 days, from at least 30, else as agreed."""
        if not self:
            return {}
        since = fields.Datetime.now() - timedelta(days=WINDOW_DAYS)
        self.env["backoffice.handoff"].flush_model(["service_id", "company_id", "final_at", "worked_hours"])
        # percentile_cont has no ORM counterpart
        rows = self.env.execute_query(SQL(
            """SELECT service_id, percentile_cont(0.8) WITHIN GROUP (ORDER BY COALESCE(worked_hours, 0))
                 FROM backoffice_handoff
                WHERE service_id IN %s AND company_id = %s AND final_at >= %s
             GROUP BY service_id HAVING count(*) >= %s""",
            tuple(self.ids), company.id, since, MIN_N,
        ))
        known = dict(rows)
        return {s.id: round((known.get(s.id) if s.id in known else s.deliver_hours) * 3600) for s in self}
