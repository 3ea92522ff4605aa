from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, noon, register, yes

POSTED = SQL("mv.state = 'posted' AND mv.invoice_date IS NOT NULL")
ONE = SQL("1::float8")
# An invoice nobody judged says nothing: it is from before, and Look back was not asked.
JUDGED = SQL("%s AND mv.move_type = 'out_invoice' AND mv.service_ordered_amount IS NOT NULL", POSTED)
RIGHT = SQL(
    "mv.service_corrected_on IS NULL AND COALESCE(mv.service_reset_count, 0) = 0"
    " AND ABS(COALESCE(mv.service_price_deviation, 0)) <= 0.01"
)
MARGIN = SQL("(mv.amount_untaxed_signed - mv.service_goods_cost)::float8")
KNOWN = SQL("%s AND mv.service_goods_cost IS NOT NULL", POSTED)
# Without Sales no invoice can say which campaign it came from.
TOLD = SQL("to_jsonb(mv) -> 'campaign_id' IS NOT NULL")
INVOICED = noon(SQL("mv.invoice_date"))


@register
class MoveSource(Source):
    """Invoices and credit notes to customers, on their day.

    Team and campaign are columns that Sales adds: read by name from the row, so that the same source
    works without Sales.
    """

    name = "move"
    model = "account.move"
    tables = SQL(
        "account_move mv JOIN LATERAL ("
        "SELECT (r ->> 'team_id')::int AS team_id, (r ->> 'campaign_id')::int AS campaign_id FROM to_jsonb(mv) r"
        " WHERE mv.move_type IN ('out_invoice', 'out_refund') OFFSET 0) own ON TRUE"
        " LEFT JOIN res_partner partner ON partner.id = mv.partner_id"
    )
    id = SQL("mv.id")
    company = SQL("mv.company_id")
    dimensions = {
        "team_id": SQL("own.team_id"), "campaign_id": SQL("own.campaign_id"), "employee_id": SQL("mv.invoice_user_id"),
    }
    watched = frozenset({
        "state", "move_type", "invoice_date", "partner_id", "company_id", "amount_untaxed_signed",
        "amount_total_signed", "team_id", "campaign_id", "invoice_user_id", "service_corrected_on",
        "service_ordered_amount", "service_price_deviation", "service_reset_count", "service_goods_cost",
    })
    follows = {
        "res.partner": lambda ids: SQL("SELECT id FROM account_move WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {"res.partner": frozenset({"commercial_partner_id"})}
    measures = (
        # den: how many documents, beside the amount in num
        Measure(
            "net_revenue", INVOICED, where=POSTED, num=SQL("mv.amount_untaxed_signed::float8"), den=ONE, money=True,
        ),
        Measure("margin", INVOICED, where=KNOWN, num=MARGIN, den=ONE, money=True),
        Measure(
            "campaign_margin", INVOICED, where=SQL("%s AND own.campaign_id IS NOT NULL", KNOWN), num=MARGIN, den=ONE,
            money=True,
        ),
        Measure(
            "invoice_campaign", INVOICED, where=SQL("%s AND mv.move_type = 'out_invoice' AND %s", POSTED, TOLD),
            num=yes(SQL("own.campaign_id IS NOT NULL")), den=ONE,
        ),
        Measure(
            "receivable_opened", INVOICED, where=POSTED, num=SQL("mv.amount_total_signed::float8"), den=ONE,
            money=True,
        ),
        Measure(
            "customer_active_invoiced", INVOICED, where=SQL("%s AND mv.move_type = 'out_invoice'", POSTED),
            key=SQL("partner.commercial_partner_id"),
        ),
        Measure(
            "invoice_right", INVOICED, where=JUDGED, num=yes(RIGHT), den=ONE,
            visible_at=SQL("(mv.invoice_date + 61)::timestamp"), follow_days=61,
        ),
    )
