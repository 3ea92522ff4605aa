from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import LEVEL, Measure, Source, register, yes

ONE = SQL("1::float8")


@register
class ExpenseSource(Source):
    """Expenses of employees on the day they were decided, beside approvals; nobody asked, nobody waited."""

    name = "expense"
    model = "hr.expense"
    tables = SQL("hr_expense x")
    id = SQL("x.id")
    company = SQL("x.company_id")
    dimensions = {"department_id": SQL("x.service_department_id")}
    watched = frozenset({
        "service_decided_at", "service_refused", "service_waited_hours", "service_department_id", "company_id",
    })
    measures = (
        Measure(
            "approval_wait_expense", SQL("x.service_decided_at"), joins="approval_wait",
            value=SQL("(COALESCE(x.service_waited_hours, 0) * 60)::float8"),
        ),
        Measure(
            "approval_refused_expense", SQL("x.service_decided_at"), joins="approval_refused", den=ONE,
            num=yes(SQL("x.service_refused")),
        ),
        Measure(
            "approval_pending_expense", SQL("ctx.now"), kind=LEVEL, joins="approval_pending", den=ONE,
            where=SQL("x.approval_state = 'submitted' AND x.service_asked_at IS NOT NULL"),
            num=yes(SQL("x.service_asked_at < ctx.now - interval '2 days'")),
        ),
    )
