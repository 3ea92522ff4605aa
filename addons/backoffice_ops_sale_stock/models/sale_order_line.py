from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.order_id.filtered(lambda order: order.state == "sale")
        if added:
            added._ask_departments()
        return lines

    def write(self, vals):
        done = super().write(vals)
        if "product_uom_qty" in vals:
            # the customer wants less: what has left may be all of it now
            self.order_id._note_shipped()
        return done
