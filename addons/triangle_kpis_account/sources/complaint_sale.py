from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes
from odoo.addons.triangle_kpis.sources.case import SOLVED
from odoo.addons.triangle_kpis.sources.outside import join_ours

SOLVED_ON = SQL("(c.resolved_at AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
# What is invoiced on the day it was solved belongs to the complaint; the last day must be over.
BOUGHT = SQL(
    "EXISTS (SELECT FROM account_move mv JOIN res_partner buyer ON buyer.id = mv.partner_id"
    " WHERE mv.move_type = 'out_invoice' AND mv.state = 'posted' AND mv.company_id = c.company_id"
    " AND buyer.commercial_partner_id = partner.commercial_partner_id"
    " AND mv.invoice_date > %s AND mv.invoice_date <= %s + 90)", SOLVED_ON, SOLVED_ON)


@register
class ComplaintSaleSource(Source):
    """Whether customers bought again within 90 days after a complaint of theirs was solved."""

    name = "complaint_sale"
    model = "frontoffice.case"
    tables = SQL(
        "frontoffice_case c LEFT JOIN res_partner partner ON partner.id = c.partner_id%s",
        join_ours("c.partner_id", "c.opened_at"))
    id = SQL("c.id")
    company = SQL("c.company_id")
    dimensions = {
        "team_id": SQL("c.team_id"), "channel_id": SQL("c.channel_id"), "campaign_id": SQL("c.campaign_id"),
    }
    watched = frozenset({
        "type", "opened_at", "resolved_at", "merged_into_id", "partner_id", "company_id", "team_id", "channel_id",
        "campaign_id",
    })
    follows = {
        "account.move": lambda ids: SQL(
            "SELECT c.id FROM account_move mv JOIN res_partner buyer ON buyer.id = mv.partner_id"
            " JOIN res_partner partner ON partner.commercial_partner_id = buyer.commercial_partner_id"
            " JOIN frontoffice_case c ON c.partner_id = partner.id AND c.type = 'complaint' WHERE mv.id = ANY(%s)",
            ids),
        "res.partner": lambda ids: SQL("SELECT id FROM frontoffice_case WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {
        "account.move": frozenset({"state", "move_type", "invoice_date", "partner_id", "company_id"}),
        "res.partner": frozenset({"commercial_partner_id"}),
    }
    links = {"account.move": frozenset({"partner_id"})}
    measures = (
        Measure(
            "complaint_rebought", SQL("c.resolved_at"), den=SQL("1::float8"), num=yes(BOUGHT),
            where=SQL("%s AND c.partner_id IS NOT NULL", SOLVED), visible_at=SQL("c.resolved_at + interval '92 days'"),
            follow_days=92,
        ),
    )
