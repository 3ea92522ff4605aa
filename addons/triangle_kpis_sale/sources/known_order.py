from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import register
from odoo.addons.triangle_kpis.sources.partner import LINKS, PartnerSource, known, of_last
from odoo.addons.triangle_kpis_account.sources.known_invoice import CAME_FROM, INVOICES

ORDERS = SQL("sale_order r JOIN res_partner o ON o.id = r.partner_id WHERE r.state = 'sale'")
# What a promise was made for at the desk is linked to that interaction; what an order promises by itself is not.
FOUND = (
    "(%(order)s.opportunity_id IS NOT NULL OR %(order)s.campaign_id IS NOT NULL OR EXISTS (SELECT FROM"
    " frontoffice_promise q WHERE q.sale_order_id = %(order)s.id AND num_nonnulls(q.encounter_id, q.case_id) > 0))")
ORDER = of_last(ORDERS, SQL("r.date_order"), SQL(FOUND % {"order": "r"}))
INVOICE = of_last(INVOICES, SQL("r.invoice_date"), SQL(
    "%s OR EXISTS (SELECT FROM account_move_line ml JOIN sale_order_line_invoice_rel x ON x.invoice_line_id = ml.id"
    " JOIN sale_order_line sl ON sl.id = x.order_line_id JOIN sale_order so ON so.id = sl.order_id"
    " WHERE ml.move_id = r.id AND " + FOUND % {"order": "so"} + ")", CAME_FROM))


@register
class KnownOrderSource(PartnerSource):
    """What we know of active customers, with where their last order and their last invoice came from."""

    name = "known_order"
    measures = known((*LINKS, INVOICE, ORDER), "_order", than="_invoice")
