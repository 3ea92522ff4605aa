from odoo import fields, models


class Handoff(models.Model):
    _inherit = "backoffice.handoff"

    sale_order_id = fields.Many2one(
        "sale.order", "Order", index="btree_not_null", ondelete="set null", check_company=True
    )
