from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class AccountMove(models.Model):
    """What the goods and hours of an invoice cost us, as it was known when the invoice was posted."""

    _name = "account.move"
    _inherit = ["account.move", "triangle.watched"]

    service_goods_cost = fields.Monetary(
        "Cost of it", compute="_compute_service_goods_cost", store=True, currency_field="company_currency_id",
        groups="account.group_account_readonly,account.group_account_invoice",
        help="Quantities at the cost of their products when it was posted; negative on a credit note. Products "
             "without a cost count as free.",
    )

    def _auto_init(self):
        # The column first: an installation does not work out the invoices of ten years, Look back does.
        if not column_exists(self.env.cr, self._table, "service_goods_cost"):
            create_column(self.env.cr, self._table, "service_goods_cost", "numeric")
        return super()._auto_init()

    @api.depends("state")
    def _compute_service_goods_cost(self):
        for move in self:
            counts = move.state == "posted" and move.is_sale_document()
            move.service_goods_cost = counts and move._goods_cost() or 0.0

    def _goods_cost(self):
        """Σ quantity × cost of the product, in company currency; negative where goods came back."""
        # sudo: what things cost is kept from sellers, not from the invoice
        lines = self.sudo().with_company(self.company_id).invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and line.product_id)
        cost = sum(line._service_quantity() * line.product_id.standard_price for line in lines)
        return cost if self.move_type == "out_invoice" else -cost


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _service_quantity(self):
        """The quantity in the unit the product is costed in."""
        if not self.product_uom_id:
            return self.quantity
        return self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id, round=False)
