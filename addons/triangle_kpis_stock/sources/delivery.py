from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes

# Never stock's own deadline, which moves with every rescheduling. Of orders from before it is known once Look back
# has read them; until then nobody knows either when all of them had left.
TOLD = SQL("so.service_due_at")
GOODS = SQL(
    "EXISTS (SELECT FROM sale_order_line sl WHERE sl.order_id = so.id AND sl.qty_delivered_method = 'stock_move'"
    " AND sl.product_uom_qty > 0)"
)
# An order that was cancelled before its date asked nothing of anybody.
DUE = SQL("%s IS NOT NULL AND (so.state = 'sale' OR so.service_cancelled_at > %s) AND %s", TOLD, TOLD, GOODS)
BACK = SQL(
    "EXISTS (SELECT FROM stock_picking back JOIN stock_location place ON place.id = back.location_id"
    " WHERE back.sale_id = so.id AND back.state = 'done' AND back.because_of_us AND place.usage = 'customer'"
    " AND back.date_done <= so.service_delivered_at + interval '14 days')"
)


@register
class DeliverySource(Source):
    """Orders with goods on the day their delivery was told for: all of it out by then, nothing back because of us.

    ``service_delivered_at`` is the last delivery of a complete order; stock's effective date is the first.
    """

    name = "delivery"
    model = "sale.order"
    tables = SQL("sale_order so")
    id = SQL("so.id")
    company = SQL("so.company_id")
    dimensions = {
        "team_id": SQL("so.team_id"), "campaign_id": SQL("so.campaign_id"), "employee_id": SQL("so.user_id"),
    }
    watched = frozenset({
        "state", "service_due_at", "service_delivered_at", "service_cancelled_at", "company_id",
        "team_id", "campaign_id", "user_id",
    })
    follows = {
        "stock.picking": lambda ids: SQL(
            "SELECT DISTINCT sale_id AS id FROM stock_picking WHERE id = ANY(%s) AND sale_id IS NOT NULL", ids),
        "sale.order.line": lambda ids: SQL(
            "SELECT DISTINCT order_id AS id FROM sale_order_line WHERE id = ANY(%s)", ids),
    }
    follows_fields = {
        "stock.picking": frozenset({"state", "date_done", "because_of_us", "sale_id"}),
        "sale.order.line": frozenset({"product_uom_qty", "qty_delivered_method", "order_id"}),
    }
    links = {"stock.picking": frozenset({"sale_id"})}
    measures = (
        Measure(
            "order_otif", TOLD, where=DUE, num=yes(SQL("so.service_delivered_at <= %s AND NOT %s", TOLD, BACK)),
            den=SQL("1::float8"), visible_at=TOLD,
        ),
    )
