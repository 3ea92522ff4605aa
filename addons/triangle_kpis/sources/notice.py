from odoo.tools import SQL

from .base import Measure, Source, register, yes


@register
class NoticeSource(Source):
    """Announcements: each person asked, on the end of their fifth working day; who is away has the time afterwards."""

    name = "notice"
    model = "backoffice.notice.receipt"
    tables = SQL("backoffice_notice_receipt r")
    id = SQL("r.id")
    company = SQL("r.company_id")
    dimensions = {"department_id": SQL("r.department_id")}
    watched = frozenset({"ack_due_at", "acked_at", "department_id", "company_id"})
    measures = (
        Measure(
            "loop_notice", SQL("r.ack_due_at"), where=SQL("r.ack_due_at IS NOT NULL"),
            num=yes(SQL("r.acked_at <= r.ack_due_at")), den=SQL("1::float8"), visible_at=SQL("r.ack_due_at"),
        ),
    )
