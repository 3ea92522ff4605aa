from datetime import timedelta

from odoo import api, fields, models

from ..tools import window as pure
from ..tools.downtime import downtime
from .triangle_recompute import Figure

ELSEWHERE = ("team_id", "channel_id", "campaign_id")  # a machine stands still for all of them


class TriangleRecompute(models.AbstractModel):
    """How much of the time nothing was out of order."""

    _inherit = "triangle.recompute"

    @api.model
    def _x_k60_up(self, window, filters):
        """Share of the time without an open report, over all types that report such things since their first report."""
        if any(filters.get(name) for name in ELSEWHERE):
            return Figure()
        whole = down = timedelta()
        reports = self._reports(window, filters).grouped(lambda report: (report.company_id, report.service_id))
        for (company, service), first in self._first_reports(filters).items():
            start, stop = self._moments(company, window)
            start, stop = max(start, first), min(stop, fields.Datetime.now())
            own = reports.get((company, service), self.env["backoffice.handoff"])
            whole += max(stop - start, timedelta())
            down += downtime([(report.sent_at, report.final_at or None) for report in own], start, stop)
        return Figure(1 - down / whole, None, sum(map(len, reports.values()))) if whole else Figure()

    @api.model
    def _x_k60_up_ids(self, window, filters, part):
        """The reports that were open in the window."""
        told = not any(filters.get(name) for name in ELSEWHERE)
        return "backoffice.handoff", sorted(self._reports(window, filters).ids) if told else []

    def _moments(self, company, window):
        """(begin, end) of a window of local days of a company, naive UTC."""
        return pure.moments(*window, self.env["triangle.engine"]._zone(company))

    def _report_domain(self, filters):
        """What was reported and not taken back; a confidential one would be told by its department."""
        domain = [("service_id.is_incident", "=", True), ("sent_at", "!=", False), ("cancelled_at", "=", False),
                  ("company_id", "in", self.env.companies.ids)]
        if filters.get("department_id"):
            domain += [("to_department_id", "=", int(filters["department_id"])), ("confidential", "=", False)]
        return domain

    def _all_requests(self):
        # sudo: moments alone, for a sum that is open to viewers
        return self.env["backoffice.handoff"].sudo().with_context(active_test=False)

    def _first_reports(self, filters):
        """{(company, request type): when it was first reported}."""
        lines = self._all_requests()._read_group(
            self._report_domain(filters), ["company_id", "service_id"], ["sent_at:min"])
        return {(company, service): first for company, service, first in lines}

    def _reports(self, window, filters):
        """Reports that were open at some moment of the window, in the zone of their company."""
        spans = {company: self._moments(company, window) for company in self.env.companies}
        found = self._all_requests().search([
            *self._report_domain(filters), ("sent_at", "<", max(stop for _start, stop in spans.values())),
            "|", ("final_at", "=", False), ("final_at", ">", min(start for start, _stop in spans.values()))])
        return found.filtered(lambda report: report.sent_at < spans[report.company_id][1] and (
            not report.final_at or report.final_at > spans[report.company_id][0]))
