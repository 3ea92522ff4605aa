from odoo.tools import SQL

from .base import Measure, Source, register, yes

INBOUND = SQL("e.direction = 'in'")


@register
class EncounterSource(Source):
    """Interactions: counted when they arrive, the first answer judged at its target moment."""

    name = "encounter"
    model = "frontoffice.encounter"
    tables = SQL("frontoffice_encounter e LEFT JOIN res_partner partner ON partner.id = e.partner_id")
    id = SQL("e.id")
    company = SQL("e.company_id")
    dimensions = {
        "team_id": SQL("e.team_id"), "channel_id": SQL("e.channel_id"),
        "campaign_id": SQL("e.campaign_id"), "employee_id": SQL("e.user_id"),
    }
    watched = frozenset({
        "direction", "arrived_at", "response_due_at", "first_response_at", "partner_id",
        "company_id", "team_id", "channel_id", "campaign_id", "user_id",
    })
    follows = {
        "res.partner": lambda ids: SQL("SELECT id FROM frontoffice_encounter WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {"res.partner": frozenset({"commercial_partner_id"})}
    measures = (
        Measure("interaction", SQL("e.arrived_at"), where=INBOUND, num=SQL("1::float8")),
        Measure(
            "first_response", SQL("e.response_due_at"), where=SQL("%s AND e.response_due_at IS NOT NULL", INBOUND),
            num=yes(SQL("e.first_response_at <= e.response_due_at")), den=SQL("1::float8"),
            visible_at=SQL("e.response_due_at"), personal=True,
        ),
        Measure(
            "first_response_minutes", SQL("e.first_response_at"), where=INBOUND,
            value=SQL("EXTRACT(epoch FROM e.first_response_at - e.arrived_at)::float8 / 60"),
        ),
        Measure("customer_active", SQL("e.arrived_at"), where=INBOUND, key=SQL("partner.commercial_partner_id")),
    )
