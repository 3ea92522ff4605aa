from odoo import fields, models


class SaleOrder(models.Model):
    """Orders remember when they were cancelled: stock does not."""

    _name = "sale.order"
    _inherit = ["sale.order", "triangle.watched"]

    service_cancelled_at = fields.Datetime(
        "Cancelled on", readonly=True, copy=False, help="When a confirmed order was cancelled."
    )

    def _action_confirm(self):
        self.sudo().filtered("service_cancelled_at").service_cancelled_at = False  # sudo: follows from it
        return super()._action_confirm()

    def _action_cancel(self):
        confirmed = self.filtered(lambda order: order.state == "sale")
        result = super()._action_cancel()
        confirmed.sudo().service_cancelled_at = fields.Datetime.now()  # sudo: as above
        return result

    def write(self, vals):
        # a lead that loses its order is found no more by the order afterwards
        left = self.sudo().opportunity_id if "opportunity_id" in vals else self.env["crm.lead"]
        done = super().write(vals)
        left._triangle_mark()
        return done
