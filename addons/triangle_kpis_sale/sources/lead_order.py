from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes

FOLLOW_UP = SQL("interval '90 days'")
SOLD = SQL(
    "EXISTS (SELECT FROM sale_order so WHERE so.opportunity_id = ld.id AND so.state = 'sale'"
    " AND so.date_order <= ld.create_date + %s)", FOLLOW_UP)


@register
class LeadOrderSource(Source):
    """Leads on the day they came in, judged 90 days later: was something ordered by then, and not cancelled?

    Since its confirmation the date of an order is that of the confirmation. A lead without a company
    belongs to that of its team, its seller or who made it, as with the other figures of leads.
    """

    name = "lead_order"
    model = "crm.lead"
    tables = SQL(
        "crm_lead ld LEFT JOIN crm_team team ON team.id = ld.team_id"
        " LEFT JOIN res_users seller ON seller.id = ld.user_id"
        " LEFT JOIN res_users creator ON creator.id = ld.create_uid"
    )
    id = SQL("ld.id")
    company = SQL("COALESCE(ld.company_id, team.company_id, seller.company_id, creator.company_id)")
    dimensions = {
        "team_id": SQL("ld.team_id"), "campaign_id": SQL("ld.campaign_id"), "employee_id": SQL("ld.user_id"),
    }
    watched = frozenset({"create_date", "company_id", "team_id", "campaign_id", "user_id"})
    follows = {
        "sale.order": lambda ids: SQL(
            "SELECT DISTINCT opportunity_id AS id FROM sale_order WHERE id = ANY(%s) AND opportunity_id IS NOT NULL",
            ids),
    }
    follows_fields = {"sale.order": frozenset({"state", "date_order", "opportunity_id"})}
    links = {"sale.order": frozenset({"opportunity_id"})}
    measures = (
        Measure(
            "lead_to_sale", SQL("ld.create_date"), num=yes(SOLD), den=SQL("1::float8"),
            visible_at=SQL("(ld.create_date + %s)", FOLLOW_UP), follow_days=90,
        ),
    )
