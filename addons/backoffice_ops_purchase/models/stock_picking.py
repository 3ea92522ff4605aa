from odoo import models


class StockPicking(models.Model):
    """The last receipt makes a request ready; goods sent back to the vendor open it again."""

    _inherit = "stock.picking"

    def _action_done(self):
        # sudo: who receives goods need not see the order or the request
        orders = self.sudo().move_ids.purchase_line_id.order_id.filtered("handoff_id")
        if orders:
            orders._acknowledge_received()
        result = super()._action_done()
        for request in orders.handoff_id:
            if any(picking.location_dest_id.usage == "supplier" for picking in self):
                request._follow_reopened(self.env._("Goods went back to the vendor."))
            else:
                request._follow_received()
        return result
