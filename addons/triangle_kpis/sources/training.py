from odoo.tools import SQL

from .base import Measure, Source, department_on, noon, register

LEARNT = SQL("COALESCE(l.date_end, l.date_start)")


@register
class TrainingSource(Source):
    """Courses people took, as their résumé says, on the last day of each; their department is the one of that day."""

    name = "training"
    model = "hr.resume.line"
    tables = SQL(
        "hr_resume_line l JOIN hr_resume_line_type t ON t.id = l.line_type_id"
        " JOIN hr_employee e ON e.id = l.employee_id")
    id = SQL("l.id")
    company = SQL("e.company_id")
    dimensions = {"department_id": department_on(SQL("e.id"), LEARNT)}
    watched = frozenset({"date_start", "date_end", "duration", "line_type_id", "employee_id"})
    follows = {"hr.employee": lambda ids: SQL("SELECT id FROM hr_resume_line WHERE employee_id = ANY(%s)", ids)}
    follows_fields = {"hr.employee": frozenset({"company_id"})}
    measures = (
        Measure("training_hours", noon(LEARNT), where=SQL("t.is_course AND COALESCE(l.duration, 0) > 0"),
                num=SQL("l.duration::float8"), den=SQL("1::float8")),
    )
