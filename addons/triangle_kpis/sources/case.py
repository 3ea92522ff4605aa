from odoo.tools import SQL

from .base import Measure, Source, register


@register
class CaseSource(Source):
    """Cases: complaints on the day they were opened. A merged case lives on in the other one."""

    name = "case"
    model = "frontoffice.case"
    tables = SQL("frontoffice_case c")
    id = SQL("c.id")
    company = SQL("c.company_id")
    dimensions = {
        "team_id": SQL("c.team_id"), "channel_id": SQL("c.channel_id"),
        "campaign_id": SQL("c.campaign_id"), "employee_id": SQL("c.user_id"),
    }
    watched = frozenset({
        "type", "opened_at", "merged_into_id", "company_id", "team_id", "channel_id", "campaign_id", "user_id",
    })
    measures = (
        Measure(
            "complaint", SQL("c.opened_at"), where=SQL("c.type = 'complaint' AND c.merged_into_id IS NULL"),
            num=SQL("1::float8"),
        ),
    )
