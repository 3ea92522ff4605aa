from odoo import models


class AccountMove(models.Model):
    """What an invoice should have said: what it invoices at the prices of the order."""

    _inherit = "account.move"

    def _ordered_amount(self):
        lines = self.invoice_line_ids.filtered(lambda line: line.sale_line_ids and not line.is_downpayment)
        if not lines:
            return super()._ordered_amount()
        # only the price is compared: what was ordered and is not invoiced yet is no deviation
        ordered = sum(line.quantity * line.sale_line_ids[:1].price_reduce_taxexcl for line in lines)
        return ordered, sum(lines.mapped("price_subtotal"))

    def _is_correction(self):
        """Goods that came back are credited although the invoice was right."""
        lines = (self.invoice_line_ids.sale_line_ids or self.reversed_entry_id.invoice_line_ids.sale_line_ids).sudo()
        back = lines.move_ids.filtered(lambda move: move.state == "done" and move.location_id.usage == "customer")
        return super()._is_correction() and not back
