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
HEARD_OF = frozenset({"partner_id", "direction", "handled_by", "campaign_id", "arrived_at"})
# Who was delivered to heard of us once more: a person got in touch, not for advertising, or the call after the delivery
# was made.
DAY_14 = SQL("(so.service_delivered_at + interval '14 days')")
HEARD = SQL(
    "(EXISTS (SELECT FROM res_partner ours JOIN res_partner theirs"
    " ON theirs.commercial_partner_id = ours.commercial_partner_id"
    " JOIN frontoffice_encounter e ON e.partner_id = theirs.id WHERE ours.id = so.partner_id AND e.direction = 'out'"
    " AND e.handled_by = 'human' AND e.campaign_id IS NULL AND e.arrived_at > so.service_delivered_at"
    " AND e.arrived_at <= %s) OR EXISTS (SELECT FROM mail_message m WHERE m.model = 'sale.order' AND m.res_id = so.id"
    " AND m.mail_activity_type_id IS NOT NULL AND m.date > so.service_delivered_at AND m.date <= %s))", DAY_14, DAY_14
)
# Who wants no mail from us is left out.
MAY_BE_ASKED = SQL(
    "so.service_delivered_at IS NOT NULL AND %s AND NOT EXISTS (SELECT FROM res_partner p JOIN mail_blacklist b"
    " ON b.email = p.email_normalized AND b.active WHERE p.id = so.partner_id)", GOODS
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
        "state", "service_due_at", "service_delivered_at", "service_cancelled_at", "company_id", "partner_id",
        "team_id", "campaign_id", "user_id",
    })
    follows = {
        "stock.picking": lambda ids: SQL(
            "SELECT DISTINCT sale_id AS id FROM stock_picking WHERE id = ANY(%s) AND sale_id IS NOT NULL", ids),
        "sale.order.line": lambda ids: SQL(
            "SELECT DISTINCT order_id AS id FROM sale_order_line WHERE id = ANY(%s)", ids),
        "frontoffice.encounter": lambda ids: SQL(
            "SELECT DISTINCT so.id FROM frontoffice_encounter e JOIN res_partner theirs ON theirs.id = e.partner_id"
            " JOIN res_partner ours ON ours.commercial_partner_id = theirs.commercial_partner_id"
            " JOIN sale_order so ON so.partner_id = ours.id WHERE e.id = ANY(%s) AND e.direction = 'out'"
            " AND e.arrived_at BETWEEN so.service_delivered_at AND so.service_delivered_at + interval '14 days'", ids),
    }
    follows_fields = {
        "stock.picking": frozenset({"state", "date_done", "because_of_us", "sale_id"}),
        "sale.order.line": frozenset({"product_uom_qty", "qty_delivered_method", "order_id"}),
        "frontoffice.encounter": HEARD_OF,
    }
    links = {"stock.picking": frozenset({"sale_id"}), "frontoffice.encounter": HEARD_OF}
    measures = (
        Measure(
            "order_otif", TOLD, where=DUE, num=yes(SQL("so.service_delivered_at <= %s AND NOT %s", TOLD, BACK)),
            den=SQL("1::float8"), visible_at=TOLD,
        ),
        Measure(
            "order_followup", DAY_14, where=MAY_BE_ASKED, num=yes(HEARD), den=SQL("1::float8"), visible_at=DAY_14,
        ),
    )
