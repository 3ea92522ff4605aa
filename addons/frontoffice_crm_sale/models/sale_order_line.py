from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        done = super().write(vals)
        if "qty_delivered" in vals:
            self.order_id._note_delivered()
        return done
