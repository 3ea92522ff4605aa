from odoo.tools import SQL

from .base import Measure, Source, register, yes

ASKED = SQL("(SELECT MIN(r.asked_at) FROM backoffice_notice_receipt r WHERE r.version_id = nv.id)")
TOLD_IN = SQL("v.create_date + interval '7 days'")


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


@register
class NoticeVersionSource(Source):
    """Words of announcements on the day people were first asked to read them; kept are those about a goal."""

    name = "notice_version"
    model = "backoffice.notice.version"
    tables = SQL("backoffice_notice_version nv JOIN backoffice_notice n ON n.id = nv.notice_id")
    id = SQL("nv.id")
    company = SQL("n.company_id")
    watched = frozenset({"notice_id"})
    follows = {
        "backoffice.notice": lambda ids: SQL("SELECT id FROM backoffice_notice_version WHERE notice_id = ANY(%s)", ids),
        "backoffice.notice.receipt": lambda ids: SQL(
            "SELECT DISTINCT version_id AS id FROM backoffice_notice_receipt WHERE id = ANY(%s)", ids),
    }
    follows_fields = {
        "backoffice.notice": frozenset({"kind", "company_id"}), "backoffice.notice.receipt": frozenset({"asked_at"}),
    }
    links = {"backoffice.notice.receipt": frozenset({"version_id"})}
    measures = (
        Measure("goal_told", ASKED, where=SQL("n.kind = 'goal'"), num=SQL("1::float8"), den=SQL("1::float8")),
    )


@register
class TermsSource(Source):
    """Changed terms of request types on the day they came into force; counted once a week has passed."""

    name = "terms"
    model = "backoffice.service.version"
    tables = SQL("backoffice_service_version v JOIN backoffice_service s ON s.id = v.service_id")
    id = SQL("v.id")
    company = SQL("s.company_id")
    dimensions = {"department_id": SQL("s.department_id")}
    watched = frozenset({"number", "service_id"})
    follows = {
        "backoffice.notice.version": lambda ids: SQL(
            "SELECT service_version_id AS id FROM backoffice_notice_version"
            " WHERE id = ANY(%s) AND service_version_id IS NOT NULL", ids),
        "backoffice.service": lambda ids: SQL(
            "SELECT id FROM backoffice_service_version WHERE service_id = ANY(%s)", ids),
    }
    follows_fields = {
        "backoffice.notice.version": frozenset({"service_version_id"}),
        "backoffice.service": frozenset({"company_id", "department_id"}),
    }
    measures = (
        Measure(
            "terms_told", SQL("v.create_date"), where=SQL("v.number > 1"), den=SQL("1::float8"), visible_at=TOLD_IN,
            follow_days=7, num=yes(SQL(
                "EXISTS (SELECT FROM backoffice_notice_version nv WHERE nv.service_version_id = v.id"
                " AND nv.create_date <= %s)", TOLD_IN))),
    )
