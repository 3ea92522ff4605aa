from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, department_on, noon, register


@register
class OvertimeSource(Source):
    """Extra hours on their day, in the department the person belonged to then; refused ones count for nobody."""

    name = "overtime"
    model = "hr.attendance.overtime.line"
    tables = SQL("hr_attendance_overtime_line o JOIN hr_employee e ON e.id = o.employee_id")
    id = SQL("o.id")
    company = SQL("e.company_id")
    dimensions = {"department_id": department_on(SQL("e.id"), SQL("o.date"))}
    watched = frozenset({"date", "manual_duration", "duration", "status", "employee_id"})
    follows = {
        "hr.employee": lambda ids: SQL("SELECT id FROM hr_attendance_overtime_line WHERE employee_id = ANY(%s)", ids),
    }
    follows_fields = {"hr.employee": frozenset({"company_id"})}
    measures = (
        Measure(
            "overtime", noon(SQL("o.date")), num=SQL("o.manual_duration::float8"), den=SQL("1::float8"),
            where=SQL("o.manual_duration > 0 AND o.status <> 'refused'"),
        ),
    )
