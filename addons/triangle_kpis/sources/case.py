from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .outside import OUTSIDE, join_ours

ONE = SQL("1::float8")
ALIVE = SQL("c.merged_into_id IS NULL AND %s", OUTSIDE)
COMPLAINT = SQL("c.type = 'complaint' AND %s", ALIVE)
# As it stood at a moment: solved by then, and not opened again before it.
ANSWERED_BY_DUE = SQL(
    "c.resolved_at <= c.answer_due_at"
    " OR (c.first_resolved_at <= c.answer_due_at AND c.first_reopened_at > c.answer_due_at)"
)
FOLLOW_UP = SQL("c.resolved_at + interval '90 days'")
SOLVED = SQL("%s AND c.resolved_at IS NOT NULL", COMPLAINT)
OPEN = SQL("c.state IN ('new', 'open', 'waiting_customer', 'waiting_backoffice') AND %s"
           " AND c.source NOT IN ('import', 'history')", ALIVE)


def not_cancelled(due):
    """Not taken back before it was due."""
    return SQL("%s IS NOT NULL AND NOT COALESCE(c.cancelled_at <= %s, FALSE)", due, due)


def due(code, moment, kept):
    """A complaint's deadline: kept or not, on the day it fell."""
    return Measure(
        code, moment, where=SQL("%s AND %s", COMPLAINT, not_cancelled(moment)), num=yes(kept), den=ONE,
        visible_at=moment,
    )


@register
class CaseSource(Source):
    """Cases: complaints on the day they were opened, deadlines on the day they fell, work when it was solved.

    A merged case lives on in the other one.
    """

    name = "case"
    model = "frontoffice.case"
    tables = SQL(
        "frontoffice_case c LEFT JOIN LATERAL (SELECT r.rating FROM rating_rating r"
        " WHERE c.type = 'complaint' AND r.res_model = 'frontoffice.case' AND r.res_id = c.id AND r.consumed"
        " AND r.rating >= 1 AND r.rated_on >= c.resolved_at AND r.rated_on <= %s"
        " ORDER BY r.rated_on DESC, r.id DESC LIMIT 1) after ON TRUE%s", FOLLOW_UP,
        join_ours("c.partner_id", "c.opened_at"))
    id = SQL("c.id")
    company = SQL("c.company_id")
    dimensions = {
        "team_id": SQL("c.team_id"), "channel_id": SQL("c.channel_id"),
        "campaign_id": SQL("c.campaign_id"), "employee_id": SQL("c.user_id"),
    }
    watched = frozenset({
        "type", "state", "opened_at", "ack_at", "ack_due_at", "answer_due_at", "resolved_at", "first_resolved_at",
        "first_reopened_at", "cancelled_at", "resolve_minutes", "resolution_due_at", "repeat_of_id", "merged_into_id",
        "partner_id", "source", "company_id", "team_id", "channel_id", "campaign_id", "user_id",
    })
    follows = {
        "rating.rating": lambda ids: SQL(
            "SELECT res_id AS id FROM rating_rating WHERE res_model = 'frontoffice.case' AND id = ANY(%s)", ids),
        "frontoffice.case": lambda ids: SQL(
            "SELECT repeat_of_id AS id FROM frontoffice_case WHERE repeat_of_id IS NOT NULL AND id = ANY(%s)", ids),
    }
    follows_fields = {
        "rating.rating": frozenset({"rating", "consumed", "rated_on", "res_id"}),
        "frontoffice.case": frozenset({"repeat_of_id", "opened_at", "type"}),
    }
    links = {"rating.rating": frozenset({"res_id"}), "frontoffice.case": frozenset({"repeat_of_id"})}
    measures = (
        Measure("case_opened", SQL("c.opened_at"), where=ALIVE, num=ONE),
        Measure("complaint", SQL("c.opened_at"), where=COMPLAINT, num=ONE),
        due("complaint_ack", SQL("c.ack_due_at"), SQL("c.ack_at <= c.ack_due_at")),
        due("complaint_answer", SQL("c.answer_due_at"), ANSWERED_BY_DUE),
        Measure(
            "recovered", SQL("c.resolved_at"), where=SQL("%s AND after.rating IS NOT NULL", SOLVED),
            num=yes(SQL("after.rating >= 4")), den=ONE, visible_at=FOLLOW_UP, follow_days=90,
        ),
        Measure(
            "complaint_repeat", SQL("c.resolved_at"), where=SOLVED, den=ONE, visible_at=FOLLOW_UP, follow_days=90,
            num=yes(SQL("EXISTS (SELECT 1 FROM frontoffice_case n WHERE n.repeat_of_id = c.id"
                        " AND n.type = 'complaint' AND n.opened_at <= %s)", FOLLOW_UP)),
        ),
        Measure(
            "resolve_minutes", SQL("c.resolved_at"), where=SQL("%s AND c.type <> 'praise'", ALIVE), personal=True,
            value=SQL("COALESCE(c.resolve_minutes, EXTRACT(epoch FROM c.resolved_at - c.opened_at) / 60)::float8"),
        ),
        Measure(
            "case_waiting", SQL("c.opened_at"), where=OPEN, den=ONE, kind="S",
            num=yes(SQL("c.resolution_due_at < ctx.now")),
            value=SQL("EXTRACT(epoch FROM ctx.now - c.opened_at)::float8 / 60"),
        ),
    )
