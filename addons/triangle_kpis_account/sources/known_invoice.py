from odoo.tools import SQL

from odoo.addons.triangle_kpis.sources.base import register
from odoo.addons.triangle_kpis.sources.partner import LINKS, PartnerSource, known, of_last

INVOICES = SQL(
    "account_move r JOIN res_partner o ON o.id = r.partner_id"
    " WHERE r.move_type = 'out_invoice' AND r.state = 'posted'")
# The campaign is a column Sales adds: read by name, so that the same works without Sales.
CAME_FROM = SQL(
    "to_jsonb(r) ->> 'campaign_id' IS NOT NULL OR EXISTS (SELECT FROM backoffice_handoff h WHERE h.move_id = r.id"
    " AND num_nonnulls(h.encounter_id, h.case_id, h.lead_id) > 0)")
INVOICE = of_last(INVOICES, SQL("r.invoice_date"), CAME_FROM)


@register
class KnownInvoiceSource(PartnerSource):
    """What we know of active customers, with where their last invoice came from."""

    name = "known_invoice"
    measures = known((*LINKS, INVOICE), "_invoice")
