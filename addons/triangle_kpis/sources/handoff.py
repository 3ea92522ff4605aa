from odoo.tools import SQL

from .base import Measure, Source, register, yes

ONE = SQL("1::float8")
SENT = SQL("h.sent_at IS NOT NULL")
# A clock that had run out stays run out, whatever is waited for afterwards.
DUE_AT = SQL("COALESCE(t.missed_at, h.due_at)")
# Due requests; one that was taken back before it was due asked nothing of anybody.
DUE = SQL("%s AND %s IS NOT NULL AND NOT COALESCE(h.cancelled_at <= %s, FALSE)", SENT, DUE_AT, DUE_AT)
ACCEPTED = SQL("%s AND h.final_at IS NOT NULL AND h.done_at IS NOT NULL", SENT)
# Requests read from elsewhere went no way of ours.
OURS = SQL("h.source NOT IN ('import', 'history')")
# A question asked back on the first working day; of old ones without a time it is believed.
ASKED = SQL(
    "COALESCE(h.clarifications, 0) > 0 AND (h.clarified_at IS NULL OR h.clarified_at <= h.sent_at + interval '8 hours'"
    " OR t.asked_s <= 8 * 3600)")
# The department said a word within four working hours, and told the outcome by the time it was accepted.
WORD = SQL("(h.ack_note_at <= h.sent_at + interval '4 hours' OR t.word_s <= 4 * 3600)")
TOLD = SQL("h.feedback_note_at <= h.done_at")
# Hands-on hours one request of its type usually takes, as agreed when it was sent; each time it was done again anew.
TOUCH = SQL("COALESCE((v.costs ->> 'touch_hours')::float8, 0)")
COST = SQL(
    "(COALESCE((v.costs ->> 'cost_fixed')::float8, 0)"
    " + %s * COALESCE((v.costs ->> 'hour_rate')::float8, 0))", TOUCH)
TIMES = SQL("(1 + COALESCE(h.rework_count, 0))")
GROSS = SQL("COALESCE(t.gross_s / 3600.0, h.worked_hours)::float8")
NET = SQL("COALESCE(t.net_s / 60.0, h.worked_hours * 60)::float8")
# No person took, did, returned or delivered it; silence that confirms it is no touch.
UNTOUCHED = SQL(
    "CASE WHEN h.auto_created AND h.auto_done AND h.performer_id IS NULL AND h.performer_email IS NULL"
    " THEN NOT EXISTS (SELECT FROM backoffice_handoff_event e WHERE e.handoff_id = h.id AND e.actor_id <> 1"
    " AND e.kind IN ('accepted', 'started', 'paused', 'resumed', 'returned', 'resent', 'rerouted', 'declined',"
    " 'delivered', 'rejected', 'reopened', 'claimed', 'passed')) END")
FAULT = SQL("EXISTS (SELECT FROM backoffice_service s WHERE s.id = h.service_id AND s.is_incident)")
# Confidential requests are in the figures; told apart they would be named, see triangle_confidential.py.
SECRET = SQL("CASE WHEN h.confidential THEN 'confidential' END")


def line(code, anchor, **more):
    """A measure over requests that knows which of them are confidential."""
    return Measure(code, SQL(anchor) if isinstance(anchor, str) else anchor, extra=SECRET, **more)


@register
class HandoffSource(Source):
    """Requests to departments: in time on the day they are due, all else on the day of their last result."""

    name = "handoff"
    model = "backoffice.handoff"
    tables = SQL(
        "backoffice_handoff h LEFT JOIN triangle_handoff_time t ON t.handoff_id = h.id"
        " LEFT JOIN backoffice_service_version v ON v.id = h.service_version_id"
    )
    id = SQL("h.id")
    company = SQL("h.company_id")
    dimensions = {
        "team_id": SQL("h.from_team_id"), "department_id": SQL("h.to_department_id"), "employee_id": SQL("h.user_id"),
    }
    watched = frozenset({
        "sent_at", "due_at", "final_at", "done_at", "cancelled_at", "return_count", "rework_count", "worked_hours",
        "required_ok_at_send", "clarifications", "clarified_at", "ack_note_at", "feedback_note_at", "auto_created",
        "auto_done", "confidential", "source", "company_id", "from_team_id", "to_department_id", "user_id",
        "service_version_id", "performer_id", "performer_email", "service_id",
    })
    follows = {
        "backoffice.service": lambda ids: SQL("SELECT id FROM backoffice_handoff WHERE service_id = ANY(%s)", ids),
    }
    follows_fields = {"backoffice.service": frozenset({"is_incident"})}
    measures = (
        line("handoff_sla", DUE_AT, where=DUE, den=ONE, visible_at=DUE_AT, personal=True,
             num=yes(SQL("h.final_at <= h.due_at AND t.missed_at IS NULL"))),
        line("handoff_right", "h.final_at", where=ACCEPTED, den=ONE, personal=True,
             num=yes(SQL("COALESCE(h.return_count, 0) = 0 AND COALESCE(h.rework_count, 0) = 0"))),
        # Requests read from elsewhere had no form to be complete or not.
        line("handoff_complete", "h.sent_at", where=SQL("%s AND %s", SENT, OURS), den=ONE,
             num=yes(SQL("h.required_ok_at_send AND NOT (%s)", ASKED))),
        line("handoff_returned", "h.sent_at", where=SQL("%s AND h.return_count > 0", SENT), num=ONE),
        line("handoff_rework", "h.final_at", where=ACCEPTED, den=SQL("%s * %s", TOUCH, TIMES),
             num=SQL("%s * COALESCE(h.rework_count, 0)", TOUCH)),
        line("handoff_cycle", "h.final_at", where=ACCEPTED, value=NET, personal=True),
        # Whoever reports it waits around the clock, not in working time.
        line("incident", "h.final_at", where=SQL("%s AND %s", ACCEPTED, FAULT),
             value=SQL("(EXTRACT(EPOCH FROM h.final_at - h.sent_at) / 60)::float8")),
        line("handoff_flow", "h.final_at", where=SQL("%s AND %s > 0 AND %s > 0", ACCEPTED, TOUCH, GROSS),
             num=SQL("LEAST(%s * %s, %s)", TOUCH, TIMES, GROSS), den=GROSS),
        line("handoff_told", "h.final_at", where=SQL("%s AND %s", ACCEPTED, OURS), den=ONE,
             num=yes(SQL("%s AND %s", WORD, TOLD))),
        line("handoff_untouched", "h.final_at", where=SQL("%s AND %s", ACCEPTED, OURS), den=ONE, num=yes(UNTOUCHED)),
        line("handoff_auto", "h.final_at", where=SQL("%s AND %s", ACCEPTED, OURS), den=ONE,
             num=yes(SQL("h.auto_created"))),
        line("handoff_touch", "h.final_at", where=ACCEPTED, num=SQL("%s * %s", TOUCH, TIMES)),
        Measure("handoff_cost", SQL("h.final_at"), where=ACCEPTED, money=True, num=SQL("%s * %s", COST, TIMES),
                extra=SQL("COALESCE(%s, 'private')", SECRET)),  # heads alone see what one request costs
        # What somebody still has to do something for, as it stands at the end of the day; counted: what is late.
        line("work_open", "ctx.now", kind="S", den=ONE, num=yes(SQL("%s < ctx.now", DUE_AT)), where=SQL(
            "h.active AND h.state IN ('sent', 'accepted', 'in_progress', 'paused', 'returned', 'declined')")),
        line("loop_outcome", "h.final_at", where=SQL("%s AND %s", ACCEPTED, OURS), den=ONE, num=yes(TOLD)),
    )

    @staticmethod
    def prepare(env, ids):
        """Working time the header does not say."""
        env["triangle.handoff.time"]._count(ids)
