from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class LookBack(models.TransientModel):
    """Invoices of the past are judged by their credit notes and orders."""

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [
            *super()._look_back_sources(), ("invoice", self.env._("invoices"), "_count_invoices", "_load_invoices"),
        ]

    def _invoice_domain(self):
        return [
            ("company_id", "=", self.company_id.id), ("state", "=", "posted"), ("move_type", "=", "out_invoice"),
            ("invoice_date", ">=", self.since),
        ]

    def _count_invoices(self):
        return self.env["account.move"].search_count(self._invoice_domain())

    def _load_invoices(self, batch):
        """Only invoices nobody judged yet; what it says is a fact of the invoice and stays with it."""
        Move = self.env["account.move"]
        # nothing in the column at all: 0 is what an invoice without an order says
        unjudged = Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s IS NULL", SQL.identifier(alias, "service_ordered_amount"))
        )
        invoices = Move.search(Domain(self._invoice_domain()) & unjudged, order="id")
        judged = 0
        for chunk in self._in_chunks(invoices):
            self.env.add_to_compute(Move._fields["service_ordered_amount"], chunk)
            self.env.add_to_compute(Move._fields["service_price_deviation"], chunk)
            self.env.add_to_compute(Move._fields["service_corrected_on"], chunk)
            judged += len(chunk)
        self.env.flush_all()
        return {"invoices": judged}
