from odoo import api, fields, models

STANDARDS = {
    "quotation": "frontoffice_crm_sale.standard_auto_quotation",
    "delivery": "frontoffice_crm_sale.standard_auto_delivery",
}


class Promise(models.Model):
    """Promises an order makes: the quotation, and the delivery date on it."""

    _inherit = "frontoffice.promise"

    sale_order_id = fields.Many2one(
        "sale.order", "Order", index="btree_not_null", ondelete="set null", check_company=True
    )

    @api.model
    def _origin_fields(self):
        return ["sale_order_id", *super()._origin_fields()]

    @api.model
    def _auto_standards(self):
        return super()._auto_standards() | STANDARDS
