from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """An order made for a request of a colleague. Orders without one are as they were."""

    _inherit = "purchase.order"

    handoff_id = fields.Many2one(
        "backoffice.handoff", "Request", index="btree_not_null", ondelete="set null", copy=False, check_company=True,
        domain=[("state", "in", ("sent", "accepted", "in_progress", "paused"))],
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered("handoff_id")._join_request()
        return orders

    def write(self, vals):
        told = self.filtered(lambda order: not order.acknowledged) if vals.get("acknowledged") else self.browse()
        done = super().write(vals)
        if vals.get("handoff_id"):
            self._join_request()
        told._note_told()
        if vals.get("state") == "cancel":
            for request in self.sudo().handoff_id:  # follows from the order, whoever cancels it
                request._follow_not_bought()
        return done

    def _join_request(self):
        """Only who may do the request buys for it. Making the order accepts the request."""
        requests = self.handoff_id
        requests._check_receiver()
        requests.filtered(lambda h: h.state == "sent").action_accept()
        requests.sudo().has_purchases = True  # a mark, not typed

    def _note_told(self):
        """The vendor confirmed the date. Our own plan alone is no proof of anything."""
        for order in self.sudo():  # as above
            if order.handoff_id and order.state == "purchase":
                order.handoff_id._wait_for_vendor(order)

    def _acknowledge_received(self):
        """Stock takes a receipt for a confirmation. It is one, but tells no date to wait for."""
        return super().write({"acknowledged": True})

    def _still_to_come(self):
        """Whether goods of this order are still on their way to us."""
        return any(
            move.state not in ("done", "cancel") and move.location_dest_id.usage != "supplier"
            for move in self.order_line.move_ids
        )

    def _is_received(self):
        """Everything ordered is here: goods by their receipts, services by what was noted."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return bool(lines) and all(
            line.product_uom_id.compare(line.qty_received, line.product_qty) >= 0 for line in lines
        )

    def _last_receipt(self):
        """When the last receipt was done; stock's arrival date is the first one's."""
        done = self.picking_ids.filtered(
            lambda p: p.state == "done" and p.location_id.usage == "supplier" and p.date_done
        )
        return max(done.mapped("date_done"), default=False)
