from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, noon, register

# The first invoice of an order; one that was cancelled asked nobody for money.
FIRST = SQL(
    "(SELECT MIN(mv.invoice_date) AS day FROM sale_order_line sl"
    " JOIN sale_order_line_invoice_rel x ON x.order_line_id = sl.id"
    " JOIN account_move_line ml ON ml.id = x.invoice_line_id JOIN account_move mv ON mv.id = ml.move_id"
    " WHERE sl.order_id = so.id AND mv.move_type = 'out_invoice' AND mv.state = 'posted')")
DELIVERED = SQL("(so.service_delivered_at AT TIME ZONE 'UTC' AT TIME ZONE co.tz)::date")
LATER = SQL("GREATEST(billed.day, %s)", DELIVERED)


@register
class BillingSource(Source):
    """Days from the last delivery of a complete order to its first invoice, on the day of the later of the two."""

    name = "billing"
    model = "sale.order"
    tables = SQL("sale_order so LEFT JOIN LATERAL %s billed ON TRUE", FIRST)
    id = SQL("so.id")
    company = SQL("so.company_id")
    dimensions = {
        "team_id": SQL("so.team_id"), "campaign_id": SQL("so.campaign_id"), "employee_id": SQL("so.user_id"),
    }
    watched = frozenset({"service_delivered_at", "company_id", "team_id", "campaign_id", "user_id"})
    follows = {
        "account.move": lambda ids: SQL(
            "SELECT DISTINCT sl.order_id AS id FROM account_move_line ml JOIN sale_order_line_invoice_rel x"
            " ON x.invoice_line_id = ml.id JOIN sale_order_line sl ON sl.id = x.order_line_id"
            " WHERE ml.move_id = ANY(%s)", ids),
        "sale.order.line": lambda ids: SQL(
            "SELECT DISTINCT order_id AS id FROM sale_order_line WHERE id = ANY(%s)", ids),
    }
    follows_fields = {
        "account.move": frozenset({"state", "move_type", "invoice_date"}),
        "sale.order.line": frozenset({"invoice_lines", "order_id"}),
    }
    measures = (
        Measure(
            "order_billing", noon(LATER), where=SQL("so.service_delivered_at IS NOT NULL AND billed.day IS NOT NULL"),
            value=SQL("(%s - %s)::float8", LATER, DELIVERED), den=SQL("1::float8"),
        ),
    )
