from odoo import api, fields, models
from odoo.tools import SQL

WITHIN_MINUTES = 60  # Oldroyd et al. 2011: who answers within the hour


class CrmLead(models.Model):
    """Until when an enquiry should have an answer from a person. Planned later, in batches: creating one
    costs nothing more."""

    _inherit = "crm.lead"

    service_response_due_at = fields.Datetime("Answer by", readonly=True, copy=False)

    @api.model
    def _plan_responses(self, ids):
        """Plan those of ``ids`` that have no time yet: 60 working minutes after they came in; returns how many.

        Hours of the team, else of the company. Running it again plans nothing twice. SQL: neither tracking
        nor the date of the last change has anything to do with it.
        """
        self.flush_model(["company_id", "team_id", "user_id", "service_response_due_at"])
        leads = self.sudo().with_context(active_test=False).search(  # sudo: of all companies, by the machine
            [("id", "in", ids), ("service_response_due_at", "=", False)], order="id"
        )
        rows = []
        for calendar, group in leads.grouped(lambda lead: lead._response_calendar()).items():
            starts = [lead.create_date.replace(microsecond=0) for lead in group]
            dues = calendar._plan_seconds([(start, WITHIN_MINUTES * 60) for start in starts])
            rows += [SQL("(%s, %s::timestamp)", lead.id, due or start)
                     for lead, start, due in zip(group, starts, dues, strict=True)]
        if rows:
            self.env.cr.execute(SQL(
                "UPDATE crm_lead SET service_response_due_at = v.due FROM (VALUES %s) v(id, due)"
                " WHERE crm_lead.id = v.id", SQL(", ").join(rows)))
            leads.invalidate_recordset(["service_response_due_at"], flush=False)
        return len(leads)

    def _response_calendar(self):
        company = self.company_id or self.team_id.company_id or self.user_id.company_id or self.env.company
        return self.team_id.service_calendar_id or company.resource_calendar_id
