from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register


@register
class OutreachSource(Source):
    """People we called or wrote to ourselves for a campaign."""

    name = "outreach"
    model = "frontoffice.encounter"
    tables = SQL("frontoffice_encounter e")
    id = SQL("e.id")
    company = SQL("e.company_id")
    dimensions = {
        "team_id": SQL("e.team_id"), "channel_id": SQL("e.channel_id"), "campaign_id": SQL("e.campaign_id"),
        "employee_id": SQL("e.user_id"),
    }
    watched = frozenset({
        "direction", "arrived_at", "partner_id", "campaign_id", "company_id", "team_id", "channel_id", "user_id",
    })
    measures = (
        Measure(
            "campaign_reach", SQL("e.arrived_at"), key=SQL("e.partner_id"),
            where=SQL("e.direction = 'out' AND e.campaign_id IS NOT NULL"),
        ),
    )
