from odoo.tools import SQL

from .base import Measure, Source, register, yes

SENT = SQL("h.sent_at IS NOT NULL")
# Due requests; one that was taken back before it was due asked nothing of anybody.
DUE = SQL("%s AND h.due_at IS NOT NULL AND NOT COALESCE(h.cancelled_at <= h.due_at, FALSE)", SENT)
ACCEPTED = SQL("%s AND h.final_at IS NOT NULL AND h.done_at IS NOT NULL", SENT)


@register
class HandoffSource(Source):
    """Requests to departments: in time on the day they are due, right first time on their last delivery."""

    name = "handoff"
    model = "backoffice.handoff"
    tables = SQL("backoffice_handoff h")
    id = SQL("h.id")
    company = SQL("h.company_id")
    dimensions = {
        "team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id"), "employee_id": SQL("h.user_id"),
    }
    watched = frozenset({
        "sent_at", "due_at", "final_at", "done_at", "cancelled_at", "return_count", "rework_count",
        "required_ok_at_send", "clarifications", "source", "company_id", "from_team_id", "to_department_id", "user_id",
    })
    measures = (
        Measure(
            "handoff_sla", SQL("h.due_at"), where=DUE, num=yes(SQL("h.final_at <= h.due_at")), den=SQL("1::float8"),
            visible_at=SQL("h.due_at"), personal=True,
        ),
        Measure(
            "handoff_right", SQL("h.final_at"), where=ACCEPTED, den=SQL("1::float8"), personal=True,
            num=yes(SQL("COALESCE(h.return_count, 0) = 0 AND COALESCE(h.rework_count, 0) = 0")),
        ),
        # Requests read from elsewhere had no form to be complete or not.
        Measure(
            "handoff_complete", SQL("h.sent_at"), den=SQL("1::float8"),
            where=SQL("%s AND h.source NOT IN ('import', 'history')", SENT),
            num=yes(SQL("h.required_ok_at_send AND COALESCE(h.clarifications, 0) = 0")),
        ),
        Measure(
            "handoff_returned", SQL("h.sent_at"), where=SQL("%s AND h.return_count > 0", SENT), num=SQL("1::float8")
        ),
    )
