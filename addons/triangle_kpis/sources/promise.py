from odoo.tools import SQL

from .base import Measure, Source, register, yes

# Promises given automatically (service levels on a case) are not what people promised.
GIVEN = SQL("p.origin_kind <> 'auto' AND p.made_at IS NOT NULL")
DUE = SQL(
    "%s AND p.due_at IS NOT NULL"
    " AND NOT COALESCE(p.withdrawn_by = 'customer' AND p.withdrawn_at <= p.due_at, FALSE)",
    GIVEN,
)
# A dispute counts when it comes within 14 days of the fulfilment, and from then on.
DISPUTED = SQL("COALESCE(p.disputed_at <= LEAST(p.fulfilled_at + interval '14 days', ctx.now), FALSE)")
KEPT = SQL(
    "COALESCE(p.fulfilled_at <= p.due_at AND p.in_full, FALSE) AND p.withdrawn_at IS NULL AND NOT %s", DISPUTED
)
ENABLED = SQL("COALESCE(p.enabled_at <= COALESCE(p.need_by, p.due_at), FALSE)")
UNREALISTIC = SQL("COALESCE(p.realistic = 'no', FALSE)")


def due(code, condition):
    """A measure over the promises due by now: how many of them fulfil a condition."""
    return Measure(
        code, SQL("p.due_at"), where=SQL("%s AND %s", DUE, condition),
        num=SQL("1::float8"), visible_at=SQL("p.due_at"),
    )


@register
class PromiseSource(Source):
    """Promises: judged on the day they are due, realism on the day they were made."""

    name = "promise"
    model = "frontoffice.promise"
    tables = SQL("frontoffice_promise p")
    id = SQL("p.id")
    company = SQL("p.company_id")
    dimensions = {
        "team_id": SQL("p.team_id"), "channel_id": SQL("p.channel_id"),
        "campaign_id": SQL("p.campaign_id"), "employee_id": SQL("p.made_by_id"),
    }
    watched = frozenset({
        "made_at", "due_at", "need_by", "enabled_at", "fulfilled_at", "in_full", "disputed_at", "withdrawn_at",
        "withdrawn_by", "realistic", "standard_id", "first_due_at", "promised_hours", "capability_hours", "warned_at",
        "source", "origin_kind", "company_id", "team_id", "channel_id",
        "campaign_id", "made_by_id",
    })
    measures = (
        Measure("promise_made", SQL("p.made_at"), where=GIVEN, num=SQL("1::float8")),
        Measure(
            "promise_undesigned", SQL("p.made_at"), where=GIVEN, num=yes(SQL("p.standard_id IS NULL")),
            den=SQL("1::float8"),
        ),
        Measure(
            "promise_unjudged", SQL("p.made_at"), where=GIVEN, den=SQL("1::float8"),
            num=yes(SQL("COALESCE(p.realistic, 'unknown') = 'unknown'")),
        ),
        Measure(
            "promise_lead", SQL("p.made_at"), where=SQL("%s AND p.promised_hours > 0", GIVEN),
            value=SQL("p.promised_hours::float8 * 60"),
        ),
        Measure(  # of those promised too early: by which share of the time needed
            "promise_short", SQL("p.made_at"), where=SQL("%s AND p.realistic = 'no' AND p.capability_hours > 0", GIVEN),
            value=SQL("GREATEST(1 - p.promised_hours::float8 / NULLIF(p.capability_hours::float8, 0), 0)"),
        ),
        Measure(
            "promise_realistic", SQL("p.made_at"), where=SQL("%s AND p.realistic IN ('yes', 'no')", GIVEN),
            num=yes(SQL("p.realistic = 'yes'")), den=SQL("1::float8"),
        ),
        Measure(
            "promise_kept", SQL("p.due_at"), where=DUE, num=yes(KEPT), den=SQL("1::float8"),
            visible_at=SQL("p.due_at"),
        ),
        Measure(
            "promise_kept_first", SQL("p.first_due_at"), visible_at=SQL("p.first_due_at"), den=SQL("1::float8"),
            where=SQL(
                "%s AND p.first_due_at IS NOT NULL"
                " AND NOT COALESCE(p.withdrawn_by = 'customer' AND p.withdrawn_at <= p.first_due_at, FALSE)", GIVEN),
            num=yes(SQL("COALESCE(p.fulfilled_at <= p.first_due_at AND p.in_full, FALSE)"
                        " AND p.withdrawn_at IS NULL AND NOT %s", DISPUTED)),
        ),
        Measure(
            "promise_silent", SQL("p.due_at"), visible_at=SQL("p.due_at"), den=SQL("1::float8"),
            where=SQL("%s AND p.withdrawn_at IS NULL AND NOT COALESCE(p.fulfilled_at <= p.due_at, FALSE)"
                      " AND p.source NOT IN ('import', 'history')", DUE),
            num=yes(SQL("NOT COALESCE(p.warned_at <= p.due_at, FALSE)")),
        ),
        due("promise_standard", SQL("p.standard_id IS NOT NULL")),
        due("promise_possible", SQL("NOT %s", UNREALISTIC)),
        due("promise_unknown", SQL("COALESCE(p.realistic, 'unknown') = 'unknown'")),
        due("promise_enabled", ENABLED),
        due("promise_over", SQL("NOT (%s) AND %s", KEPT, UNREALISTIC)),
        due("promise_enable", SQL("NOT (%s) AND NOT %s AND NOT %s", KEPT, UNREALISTIC, ENABLED)),
        due("promise_deliver", SQL("NOT (%s) AND NOT %s AND %s", KEPT, UNREALISTIC, ENABLED)),
        due("promise_heroic", SQL("%s AND NOT %s", KEPT, ENABLED)),
        due("promise_overlap", SQL("NOT (%s) AND %s AND NOT %s", KEPT, UNREALISTIC, ENABLED)),
    )
