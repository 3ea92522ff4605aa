from odoo.tools import SQL

from .base import Measure, Source, register, yes
from .outside import OUTSIDE, join_ours

ONE = SQL("1::float8")
ARRIVED = SQL("e.arrived_at")
INBOUND = SQL("e.direction = 'in' AND %s", OUTSIDE)
ANSWERED = SQL("%s AND e.first_response_at IS NOT NULL", INBOUND)
END = SQL("COALESCE(e.ended_at, e.first_response_at)")
WAITED = SQL("EXTRACT(epoch FROM e.first_response_at - e.arrived_at) / 60")
MATURE = SQL("%s + interval '7 days'", END)
# Somebody who booked a time and did not come never was a contact; who took a number and left, was.
VISIT = SQL("(e.calendar_event_id IS NOT NULL AND COALESCE(e.outcome, '') <> 'appointment')")
LEFT = SQL(
    "(e.first_response_at IS NULL AND (e.state = 'abandoned' OR (e.state = 'no_show' AND NOT %s)))", VISIT
)
HUNG_UP = SQL("(%s AND e.state = 'abandoned' AND e.ended_at - e.arrived_at < interval '10 seconds')", LEFT)

# The same issue: the same case, or the same customer with the same topic.
SAME = SQL("(n.case_id = e.case_id OR (n.partner_id = e.partner_id AND n.need_id = e.need_id"
           " AND n.company_id = e.company_id))")
AGAIN = SQL(
    "n.id <> e.id AND n.direction = 'in' AND n.arrived_at > %s AND n.arrived_at <= %s AND %s", END, MATURE, SAME)
CAME_BACK = SQL("EXISTS (SELECT 1 FROM frontoffice_encounter n WHERE %s)", AGAIN)
ASKED_AGAIN = SQL("EXISTS (SELECT 1 FROM frontoffice_encounter n WHERE n.is_clarification AND %s)", AGAIN)

# Issues: cases that ask for something, and contacts that needed no case. Enquiries (leads) are not issues.
ALONE = SQL("(e.case_id IS NULL AND e.outcome IN"
            " ('informed', 'directed', 'sold', 'appointment', 'unmet', 'message', 'handoff'))")
OF_CASE = SQL(
    "(k.type IN ('question', 'order', 'problem', 'complaint') AND k.merged_into_id IS NULL"
    " AND NOT COALESCE(k.cancelled_at <= %s, FALSE) AND NOT EXISTS (SELECT 1 FROM frontoffice_encounter n"
    " WHERE n.case_id = e.case_id AND (n.arrived_at, n.id) < (e.arrived_at, e.id)"
    " AND (n.direction = 'out' OR n.first_response_at IS NOT NULL)))", MATURE)
FIRST = SQL("%s AND (%s OR %s)", ANSWERED, ALONE, OF_CASE)
SETTLED = SQL(
    "CASE WHEN e.case_id IS NULL THEN e.outcome IN ('informed', 'directed', 'sold', 'appointment')"
    " ELSE COALESCE(k.first_resolved_at <= %s, FALSE) AND NOT COALESCE(k.first_reopened_at <= %s, FALSE) END",
    END, MATURE)
AT_ONCE = SQL("%s AND NOT %s", SETTLED, CAME_BACK)

LATER = SQL("EXISTS (SELECT 1 FROM frontoffice_encounter n WHERE n.case_id = e.case_id"
            " AND (n.arrived_at, n.id) < (e.arrived_at, e.id))")
CROSSING = SQL("EXISTS (SELECT 1 FROM frontoffice_encounter n WHERE n.case_id = e.case_id"
               " AND n.channel_id <> e.channel_id)")
# Receiving a visitor for a colleague, or noting a message, is reception and detects no need.
SERVED = SQL("%s AND e.host_id IS NULL AND COALESCE(e.outcome, '') <> 'message'"
             " AND e.source NOT IN ('import', 'history')", ANSWERED)
PRESS = SQL("e.direction = 'in' AND ch.kind IN ('social', 'press')")


def neighbours(ids):
    """Interactions whose figures another one of the same issue can change."""
    return SQL(
        "SELECT n.id FROM frontoffice_encounter e JOIN frontoffice_encounter n ON n.case_id = e.case_id"
        " WHERE e.id = ANY(%(ids)s) AND n.id <> e.id UNION "
        "SELECT n.id FROM frontoffice_encounter e JOIN frontoffice_encounter n ON n.partner_id = e.partner_id"
        " AND n.need_id = e.need_id AND n.arrived_at <= e.arrived_at"
        " AND COALESCE(n.ended_at, n.first_response_at) + interval '7 days' >= e.arrived_at"
        " WHERE e.id = ANY(%(ids)s) AND n.id <> e.id", ids=ids)


@register
class EncounterSource(Source):
    """Interactions: counted when they arrive, the first answer judged at its target moment."""

    name = "encounter"
    model = "frontoffice.encounter"
    tables = SQL(
        "frontoffice_encounter e LEFT JOIN res_partner partner ON partner.id = e.partner_id"
        " LEFT JOIN frontoffice_channel ch ON ch.id = e.channel_id LEFT JOIN frontoffice_case k ON k.id = e.case_id%s",
        join_ours("e.partner_id", "e.arrived_at"))
    id = SQL("e.id")
    company = SQL("e.company_id")
    dimensions = {
        "team_id": SQL("e.team_id"), "channel_id": SQL("e.channel_id"),
        "campaign_id": SQL("e.campaign_id"), "employee_id": SQL("e.user_id"),
    }
    watched = frozenset({
        "direction", "arrived_at", "response_due_at", "first_response_at", "response_minutes", "ended_at", "state",
        "outcome", "partner_id", "case_id", "need_id", "need_confirmed", "is_clarification", "context_carried",
        "transfer_count", "is_unheard", "calendar_event_id", "host_id", "tone", "is_crisis", "first_statement_at",
        "source", "company_id", "team_id", "channel_id", "campaign_id", "user_id",
    })
    follows = {
        "res.partner": lambda ids: SQL("SELECT id FROM frontoffice_encounter WHERE partner_id = ANY(%s)", ids),
        "frontoffice.case": lambda ids: SQL("SELECT id FROM frontoffice_encounter WHERE case_id = ANY(%s)", ids),
        "frontoffice.channel": lambda ids: SQL("SELECT id FROM frontoffice_encounter WHERE channel_id = ANY(%s)", ids),
        "frontoffice.encounter": neighbours,
    }
    follows_fields = {
        "res.partner": frozenset({"commercial_partner_id"}),
        "frontoffice.case": frozenset({
            "type", "merged_into_id", "first_resolved_at", "first_reopened_at", "cancelled_at"}),
        "frontoffice.channel": frozenset({"kind"}),
        "frontoffice.encounter": frozenset({"direction", "arrived_at", "partner_id", "case_id", "need_id"}),
    }
    links = {"frontoffice.encounter": frozenset({"arrived_at", "partner_id", "case_id", "need_id"})}
    measures = (
        Measure("interaction", ARRIVED, where=INBOUND, num=ONE),
        Measure("customer_active", ARRIVED, where=INBOUND, key=SQL("partner.commercial_partner_id")),
        Measure("hang_up", ARRIVED, where=SQL("%s AND %s", INBOUND, HUNG_UP), num=ONE),
        Measure(
            "abandoned", ARRIVED, num=yes(LEFT), den=ONE,
            where=SQL("%s AND NOT COALESCE(%s, FALSE) AND NOT (e.state = 'no_show' AND %s)", INBOUND, HUNG_UP, VISIT),
        ),
        Measure(
            "visit_missed", ARRIVED, where=SQL("%s AND %s AND e.state IN ('done', 'no_show')", INBOUND, VISIT),
            num=yes(SQL("e.state = 'no_show'")), den=ONE,
        ),
        Measure(
            "first_response", SQL("e.response_due_at"), where=SQL("%s AND e.response_due_at IS NOT NULL", INBOUND),
            num=yes(SQL("e.first_response_at <= e.response_due_at")), den=ONE,
            visible_at=SQL("e.response_due_at"), personal=True,
        ),
        Measure(
            "first_response_minutes", SQL("e.first_response_at"), where=INBOUND,
            value=SQL("COALESCE(e.response_minutes, %s)::float8", WAITED),
        ),
        Measure("first_contact", ARRIVED, where=FIRST, num=yes(AT_ONCE), den=ONE, visible_at=MATURE, follow_days=7,
                personal=True),
        Measure(
            "first_contact_strict", ARRIVED, where=FIRST, den=ONE, visible_at=MATURE, follow_days=7,
            num=yes(SQL("%s AND COALESCE(e.transfer_count, 0) = 0", AT_ONCE)),
        ),
        Measure(
            "context_carried", ARRIVED, num=yes(SQL("e.context_carried")), den=ONE,
            where=SQL("%s AND e.case_id IS NOT NULL AND %s AND %s", INBOUND, LATER, CROSSING),
        ),
        Measure(
            "need_captured", SQL("e.ended_at"), where=SERVED, den=ONE, personal=True,
            num=yes(SQL("e.need_id IS NOT NULL AND e.need_confirmed")),
        ),
        Measure(
            "asked_again", ARRIVED, where=ANSWERED, num=yes(ASKED_AGAIN), den=ONE, visible_at=MATURE, follow_days=7,
            personal=True,
        ),
        Measure(
            "topic_unheard", ARRIVED, where=SQL("%s AND e.need_id IS NOT NULL", INBOUND),
            num=yes(SQL("e.is_unheard")), den=ONE,
        ),
        Measure(
            "press_tone", ARRIVED, where=SQL("%s AND e.tone IS NOT NULL", PRESS), num=SQL("e.tone::float8"), den=ONE,
        ),
        Measure(
            "crisis_statement", SQL("e.first_statement_at"), where=SQL("%s AND e.is_crisis", PRESS),
            value=SQL("EXTRACT(epoch FROM e.first_statement_at - e.arrived_at)::float8 / 60"),
        ),
    )
