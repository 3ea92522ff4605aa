from odoo.tools import SQL

from .base import Measure, Source, register, yes

SOLVED = SQL("c.resolved_at IS NOT NULL AND c.merged_into_id IS NULL")


@register
class OwnAuthoritySource(Source):
    """Cases solved, on the day they were: by the desk alone, without asking for an approval or a department.

    Cases read from elsewhere do not say who it took. Merged cases live on in the other one.
    """

    name = "own_authority"
    model = "frontoffice.case"
    tables = SQL("frontoffice_case c")
    id = SQL("c.id")
    company = SQL("c.company_id")
    dimensions = {
        "team_id": SQL("c.team_id"), "channel_id": SQL("c.channel_id"),
        "campaign_id": SQL("c.campaign_id"), "employee_id": SQL("c.user_id"),
    }
    watched = frozenset({
        "resolved_at", "resolved_level", "needed_approval", "merged_into_id", "type", "root_cause_id", "company_id",
        "team_id", "channel_id", "campaign_id", "user_id",
    })
    measures = (
        Measure(
            "case_own", SQL("c.resolved_at"), where=SQL("%s AND c.resolved_level IS NOT NULL", SOLVED),
            num=yes(SQL("c.resolved_level = 'first_line' AND NOT COALESCE(c.needed_approval, FALSE)")),
            den=SQL("1::float8"),
        ),
        Measure("case_solved", SQL("c.resolved_at"), where=SOLVED, num=SQL("1::float8")),
        Measure(
            "loop_cause", SQL("c.resolved_at"), where=SQL("%s AND c.type = 'complaint'", SOLVED),
            num=yes(SQL("c.root_cause_id IS NOT NULL")), den=SQL("1::float8"),
        ),
    )


@register
class GoodwillSource(Source):
    """Goodwill on the day it was given, in company currency, and what of it was within one's own limit."""

    name = "goodwill"
    model = "frontoffice.gesture"
    tables = SQL("frontoffice_gesture g")
    id = SQL("g.id")
    company = SQL("g.company_id")
    dimensions = {"team_id": SQL("g.team_id")}
    watched = frozenset({
        "given_at", "amount_company", "approver_id", "reversal_of_id", "company_id", "team_id"})
    measures = (
        Measure(
            "goodwill_given", SQL("g.given_at"), where=SQL("g.given_at IS NOT NULL"), money=True,
            num=SQL("COALESCE(g.amount_company, 0)::float8"),
        ),
        Measure(
            "goodwill_own", SQL("g.given_at"), where=SQL("g.given_at IS NOT NULL AND g.reversal_of_id IS NULL"),
            num=SQL("CASE WHEN g.approver_id IS NULL THEN COALESCE(g.amount_company, 0)::float8 ELSE 0 END"),
            den=SQL("COALESCE(g.amount_company, 0)::float8"),
        ),
    )
