from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register


@register
class ApplicantSource(Source):
    """People hired, on the day of the hire, in the department they were hired for."""

    name = "applicant"
    model = "hr.applicant"
    tables = SQL("hr_applicant a")
    id = SQL("a.id")
    company = SQL("a.company_id")
    dimensions = {"department_id": SQL("a.department_id")}
    watched = frozenset({"date_closed", "service_opened_at", "department_id", "company_id"})
    measures = (
        Measure("post_filled", SQL("a.date_closed"), where=SQL("a.date_closed >= a.service_opened_at"),
                value=SQL("(EXTRACT(EPOCH FROM a.date_closed - a.service_opened_at) / 60)::float8")),
    )
