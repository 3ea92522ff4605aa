from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

WEEKS = 4
MIN_DELIVERED = 10  # fewer than that in four weeks say nothing about speed
LOOKED_AT = 200  # latest promises of a standard that show which department helps


class PromiseStandard(models.Model):
    _inherit = "frontoffice.promise.standard"

    def _get_queue_delay(self, company):
        """Working hours the queue of the helping department is longer today than in the last four weeks.

        What waits there now, at the pace of the last four weeks, less the time a request took on
        average: that usual wait is part of the experience already, only the excess is added.
        """
        delay = super()._get_queue_delay(company)
        department = self._helping_department(company)
        return delay + self._queue_excess(department, company) if department else delay

    def _helping_department(self, company):
        """Id of the department most asked for the latest promises of this standard, or None; one query."""
        # only counts leave this method, whoever speaks to the customer; LIMIT before the join keeps it short
        rows = self.env.execute_query(SQL(
            """SELECT h.to_department_id
                 FROM (SELECT id FROM frontoffice_promise
                        WHERE standard_id = %s AND company_id = %s AND state IN ('kept', 'late', 'broken')
                     ORDER BY due_at DESC LIMIT %s) p
                 JOIN backoffice_handoff h ON h.promise_id = p.id AND h.state <> 'cancelled'
             GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1""",
            self.id, company.id, LOOKED_AT,
        ))
        return rows[0][0] if rows else None

    def _queue_excess(self, department_id, company):
        """Working hours, 0 where too little was delivered to know the pace."""
        now = fields.Datetime.now()
        since = now - timedelta(weeks=WEEKS)
        [(delivered, usual)] = self.env.execute_query(SQL(
            """SELECT count(*), avg(COALESCE(worked_hours, 0)) FROM backoffice_handoff
                WHERE to_department_id = %s AND company_id = %s AND final_at >= %s""",
            department_id, company.id, since,
        ))
        if delivered < MIN_DELIVERED:
            return 0.0
        [(waiting,)] = self.env.execute_query(SQL(
            """SELECT count(*) FROM backoffice_handoff
                WHERE to_department_id = %s AND company_id = %s AND final_at IS NULL
                  AND state NOT IN ('draft', 'done', 'cancelled')""",
            department_id, company.id,
        ))
        hours = self._calendar(company)._count_seconds([(since, now)])[0] / 3600
        return max(0.0, waiting * hours / delivered - (usual or 0.0))
