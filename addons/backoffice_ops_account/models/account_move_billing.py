from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

CORRECTED_DAYS = 60


class AccountMove(models.Model):
    """How right an invoice was: corrected within 60 days, and its price against the order.

    Stored when the invoice or its credit note is posted, without a query of its own. Invoices from before
    are judged by Look back.
    """

    _inherit = "account.move"

    service_corrected_on = fields.Date(
        "Corrected on", compute="_compute_corrected", store=True,
        help="Day of the first credit note within 60 days that corrects it. Goodwill and goods that came back "
             "correct nothing.",
    )
    service_ordered_amount = fields.Monetary(
        "As ordered", compute="_compute_ordered", store=True, help="What was invoiced, at the prices of the order.",
    )
    service_price_deviation = fields.Float(
        "Off the order (share)", compute="_compute_ordered", store=True, digits=(16, 6),
        help="Difference between invoice and order as a share of the order. 0 also where there is no order.",
    )
    service_reset_count = fields.Integer("Reset after it was sent", readonly=True, copy=False)

    def _auto_init(self):
        # Columns first: an installation does not work out the invoices of ten years.
        for name, kind in (
            ("service_corrected_on", "date"), ("service_ordered_amount", "numeric"),
            ("service_price_deviation", "numeric"),
        ):
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, kind)
        return super()._auto_init()

    @api.depends("reversal_move_ids.state", "reversal_move_ids.invoice_date", "invoice_date")
    def _compute_corrected(self):
        for move in self:
            days = [
                refund.invoice_date for refund in move.reversal_move_ids
                if refund.state == "posted" and move.move_type == "out_invoice" and refund._is_correction()
            ]
            first = min(filter(None, days), default=False)
            in_time = first and move.invoice_date and (first - move.invoice_date).days <= CORRECTED_DAYS
            move.service_corrected_on = first if in_time else False

    @api.depends("state")
    def _compute_ordered(self):
        for move in self:
            judged = move.move_type == "out_invoice" and move.state == "posted"
            ordered, invoiced = judged and move._ordered_amount() or (0.0, 0.0)
            move.service_ordered_amount = ordered
            move.service_price_deviation = (invoiced - ordered) / ordered if ordered else 0.0

    def _ordered_amount(self):
        """Hook: (what was invoiced at the prices of the order, what was invoiced), or None without an order."""

    def _is_correction(self):
        """Hook: whether this credit note says that the invoice was wrong. Goodwill does not."""
        # sudo: follows from the request, whoever posts
        return not any(self.sudo().handoff_ids.mapped("gesture_id"))
