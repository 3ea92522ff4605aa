from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import Measure, Source, register, yes

CANCELLED = SQL("so.service_cancelled_at IS NOT NULL")
CONFIRMED = SQL("(so.state = 'sale' OR %s)", CANCELLED)
# A column of quotation templates: where there are none, no quotation says whether it follows one.
TEMPLATE = SQL("to_jsonb(so) -> 'sale_order_template_id'")
# The rate stands on the order: that of the day it was confirmed.
VALUE = SQL("(so.amount_untaxed / COALESCE(NULLIF(so.currency_rate, 0), 1))::float8")


@register
class OrderSource(Source):
    """Confirmed orders on the day of their confirmation, taken back on the day of their cancellation."""

    name = "order"
    model = "sale.order"
    tables = SQL("sale_order so LEFT JOIN res_partner partner ON partner.id = so.partner_id")
    id = SQL("so.id")
    company = SQL("so.company_id")
    dimensions = {
        "team_id": SQL("so.team_id"), "campaign_id": SQL("so.campaign_id"), "employee_id": SQL("so.user_id"),
    }
    watched = frozenset({
        "state", "date_order", "service_cancelled_at", "amount_untaxed", "currency_rate", "partner_id", "company_id",
        "team_id", "campaign_id", "user_id", "sale_order_template_id",
    })
    follows = {
        "res.partner": lambda ids: SQL("SELECT id FROM sale_order WHERE partner_id = ANY(%s)", ids),
    }
    follows_fields = {"res.partner": frozenset({"commercial_partner_id"})}
    measures = (
        Measure(
            "order_value", SQL("so.date_order"), where=CONFIRMED, num=VALUE, den=SQL("1::float8"), money=True,
        ),
        Measure(
            "order_cancelled", SQL("so.service_cancelled_at"), where=CANCELLED, num=VALUE, den=SQL("1::float8"),
            money=True,
        ),
        Measure(
            "customer_active_ordered", SQL("so.date_order"), where=SQL("so.state = 'sale'"),
            key=SQL("partner.commercial_partner_id"),
        ),
        Measure(
            "quote_template", SQL("so.create_date"), where=SQL("%s IS NOT NULL", TEMPLATE),
            num=yes(SQL("%s <> 'null'::jsonb", TEMPLATE)), den=SQL("1::float8"),
        ),
    )
