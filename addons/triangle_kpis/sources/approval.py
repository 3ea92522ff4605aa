from odoo.tools import SQL

from .base import Measure, Source, register, yes

SECRET = SQL("CASE WHEN a.confidential THEN 'confidential' END")
DECIDED = SQL("a.decided_at IS NOT NULL AND a.asked_at IS NOT NULL AND a.state IN ('approved', 'declined')")


@register
class ApprovalSource(Source):
    """Approvals on the day they were decided; what was dropped before anybody decided is left out."""

    name = "approval"
    model = "backoffice.approval"
    tables = SQL("backoffice_approval a")
    id = SQL("a.id")
    company = SQL("a.company_id")
    dimensions = {"department_id": SQL("a.department_id")}
    watched = frozenset({
        "state", "asked_at", "decided_at", "waited_hours", "confidential", "department_id", "company_id"})
    measures = (
        Measure(
            "approval_wait", SQL("a.decided_at"), where=DECIDED, extra=SECRET,
            value=SQL("(COALESCE(a.waited_hours, 0) * 60)::float8"),
        ),
        Measure(
            "approval_refused", SQL("a.decided_at"), where=DECIDED, extra=SECRET, den=SQL("1::float8"),
            num=yes(SQL("a.state = 'declined'")),
        ),
        Measure(
            "approval_pending", SQL("ctx.now"), kind="S", where=SQL("a.state = 'asked'"), extra=SECRET,
            den=SQL("1::float8"), num=yes(SQL("a.asked_at < ctx.now - interval '2 days'")),
        ),
    )
