from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .handoff import ACCEPTED, ONE, OURS, SECRET

#: the normal way of a request; the first four must happen, and a person must say that it is right
MANDATORY = ("sent", "accepted", "delivered", "confirmed")
#: steps aside and back: nobody wants them, all of them happen
ASIDE = ("declined", "rerouted", "rejected", "reopened")
STEPS = (*MANDATORY, "started", "paused", "resumed", "returned", "resent", *ASIDE)
# What was taken back within ten seconds never happened.
STANDS = SQL(
    "NOT EXISTS (SELECT FROM backoffice_handoff_event u WHERE u.handoff_id = e.handoff_id AND u.kind = 'undone'"
    " AND (u.payload ->> 'seq')::int = e.seq)")


@register
class HandoffPathSource(Source):
    """How requests went: steps of the normal way out of all steps taken, and ticked out of all to tick.

    A pause without proof is a step aside. Silence that confirms is no step: the confirmation is missing.
    """

    name = "handoff_path"
    model = "backoffice.handoff"
    tables = SQL(
        """backoffice_handoff h
           JOIN LATERAL (
                SELECT COUNT(*) AS seen,
                       COUNT(*) FILTER (WHERE e.kind = ANY(%s)
                           OR e.kind = 'paused' AND e.payload ->> 'worked_s' IS NULL) AS aside,
                       %s - COUNT(DISTINCT e.kind) FILTER (WHERE e.kind = ANY(%s)) AS missing
                  FROM backoffice_handoff_event e
                 WHERE e.handoff_id = h.id AND e.kind = ANY(%s) AND %s
                   AND NOT (e.kind = 'confirmed' AND COALESCE((e.payload ->> 'auto')::boolean, FALSE))
           ) p ON TRUE
           JOIN LATERAL (
                SELECT COUNT(*) AS lines, COUNT(l.done_at) AS ticked FROM backoffice_checklist_line l
                 WHERE l.handoff_id = h.id AND l.required
           ) c ON TRUE""", list(ASIDE), len(MANDATORY), list(MANDATORY), list(STEPS), STANDS)
    id = SQL("h.id")
    company = SQL("h.company_id")
    dimensions = {
        "team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id"), "employee_id": SQL("h.user_id"),
    }
    watched = frozenset({
        "sent_at", "final_at", "done_at", "ledger_seq", "confidential", "source", "company_id", "from_team_id",
        "to_department_id", "user_id",
    })
    follows = {
        "backoffice.checklist.line": lambda ids: SQL(
            "SELECT DISTINCT handoff_id AS id FROM backoffice_checklist_line WHERE id = ANY(%s)", ids),
    }
    follows_fields = {"backoffice.checklist.line": frozenset({"required", "done_at", "handoff_id"})}
    measures = (
        Measure(
            "handoff_path", SQL("h.final_at"), where=SQL("%s AND %s", ACCEPTED, OURS), extra=SECRET,
            num=SQL("(p.seen - p.aside + c.ticked)::float8"), den=SQL("(p.seen + p.missing + c.lines)::float8"),
        ),
        Measure(
            "handoff_normal", SQL("h.final_at"), where=SQL("%s AND %s", ACCEPTED, OURS), extra=SECRET, den=ONE,
            num=yes(SQL("p.aside = 0 AND p.missing = 0 AND c.ticked = c.lines")),
        ),
    )


@register
class HandoffEventSource(Source):
    """Open work as a flow: what was sent or came back, less what became ready or was taken back.

    Of events, because a request can become ready and come back more than once: the past stays as it was.
    """

    name = "handoff_event"
    model = "backoffice.handoff.event"
    tables = SQL(
        "backoffice_handoff_event e JOIN backoffice_handoff h ON h.id = e.handoff_id AND h.sent_at IS NOT NULL"
        " AND e.kind IN ('sent', 'delivered', 'rejected', 'reopened', 'cancelled')")
    id = SQL("e.id")
    company = SQL("h.company_id")
    dimensions = {"team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id")}
    follows = {
        "backoffice.handoff": lambda ids: SQL(
            "SELECT id FROM backoffice_handoff_event WHERE handoff_id = ANY(%s)", ids),
    }
    follows_fields = {"backoffice.handoff": frozenset({
        "ledger_seq", "sent_at", "confidential", "company_id", "from_team_id", "to_department_id"})}
    measures = tuple(
        Measure(code, SQL("e.at"), where=SQL("e.kind = ANY(%s) AND %s", kinds, STANDS), num=ONE, extra=SECRET)
        for code, kinds in (
            ("work_sent", ["sent"]), ("work_back", ["rejected", "reopened"]), ("work_ready", ["delivered"]),
            ("work_cancelled", ["cancelled"]),
        )
    )
