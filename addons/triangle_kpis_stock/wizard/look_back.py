from odoo import models


class LookBack(models.TransientModel):
    """Deliveries of the past: what was told and when all of it had left stays with the order, as if we had been there.

    The warehouse was asked by each order; every delivery is a request it answered, ready when it left.
    """

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [
            *super()._look_back_sources(),
            ("delivery", self.env._("deliveries"), "_count_deliveries", "_load_deliveries"),
        ]

    def _count_deliveries(self):
        return self.env["stock.picking"].search_count([
            ("company_id", "=", self.company_id.id), ("state", "=", "done"), ("sale_id", "!=", False),
            ("location_dest_id.usage", "=", "customer"), ("date_done", ">=", self._from()),
        ])

    def _load_deliveries(self, batch):
        orders = self.env["sale.order"].search([
            ("company_id", "=", self.company_id.id), ("state", "=", "sale"), ("date_order", ">=", self._from()),
            ("picking_ids.state", "=", "done"),
        ], order="date_order, id")
        made = {"hand_offs": 0}
        for chunk in self._in_chunks(orders):
            for order in chunk.filtered(lambda order: not order.service_delivered_at):
                order._tell_past()
            fresh = self._fresh(chunk, "backoffice.handoff", "sale_order_id", source="history")
            rows = [row for order in fresh for row in self._delivery_requests(order)]
            if rows:
                service = self._history_service(batch, "deliveries", self.env._("Warehouse"))
                made["hand_offs"] += len(self._make_requests(batch, service, rows))
        return made

    def _delivery_requests(self, order):
        """One request for each delivery of an order with a date: asked with the order, due when it was told."""
        due = order.service_due_at or order.commitment_date
        if not due:
            return
        promise = order.service_promise_ids.filtered(lambda promise: promise.source == "history")[:1]
        for picking in order._deliveries():
            values = {
                "subject": picking.name, "sale_order_id": order.id, "partner_id": order.partner_id.id,
                "from_team_id": order.team_id.id, "from_user_id": order.user_id.id or self.env.uid,
                "promise_id": promise.id, "user_id": picking.user_id.id,
            }
            yield values, order.date_order.replace(microsecond=0), due, picking.date_done

    def _order_events(self, order):
        """The delivery promise waits for the warehouse, and is possible once all of it has left."""
        events, last = super()._order_events(order), order._last_delivery()
        if last:
            at = max(last, order.date_order)
            events.append(("enabled", at, {"enabled_at": at.replace(microsecond=0).isoformat()}))
        return [("linked", order.date_order, {}), *events]
