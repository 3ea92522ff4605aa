from odoo import fields, models


class SaleOrder(models.Model):
    """An order asks the departments it needs; its last delivery decides about its date.

    Nothing of the stock flow changes: without a rule nobody is asked.
    """

    _inherit = "sale.order"

    handoff_ids = fields.One2many("backoffice.handoff", "sale_order_id", "Requests", groups="base.group_user")
    service_due_at = fields.Datetime(
        "Date told", readonly=True, copy=False,
        help="The delivery date when the order was confirmed, else the expected one of that moment. Never moves.",
    )
    service_in_full = fields.Boolean("Delivered in full", readonly=True, copy=False)

    def _action_confirm(self):
        result = super()._action_confirm()
        for order in self.sudo():  # sudo: follows from the confirmation, a customer's on the portal included
            order.service_due_at = order.commitment_date or order.expected_date
        self._ask_departments()
        return result

    def _action_cancel(self):
        by = "customer" if self.env.user.share else "company"
        # before its transfers go: what is not wanted any more was not delivered short
        self._service_promises("delivery")._auto_withdraw(by)
        result = super()._action_cancel()
        for order in self.sudo().filtered("handoff_ids"):  # sudo: a request counts whoever may see it
            order.handoff_ids._follow_cancelled(self.env._("The order was cancelled."))
        return result

    # -- requests ----------------------------------------------------------------------------------

    def _ask_departments(self):
        """Make and send the requests these orders need and do not have."""
        services = self.env["backoffice.service"]._ordered_services(self.company_id)
        if not services:
            return
        Handoff = self.env["backoffice.handoff"].sudo()  # a request counts whoever may see it
        known = {(h.sale_order_id.id, h.service_id.id) for h in Handoff.search(
            [("sale_order_id", "in", self.ids), ("state", "!=", "cancelled")]
        )}
        Handoff._ask_by_rule([
            order._prepare_order_handoff_vals(service)
            for order in self for service in services
            if (order.id, service.id) not in known and service._wanted_by(order)
        ])

    def _prepare_order_handoff_vals(self, service):
        """Values of a request of this order. It stands behind the delivery date, so that is enabled by it."""
        return {
            "service_id": service.id, "subject": f"{service.name} · {self.name}", "sale_order_id": self.id,
            "company_id": self.company_id.id, "partner_id": self.partner_id.id, "lead_id": self.opportunity_id.id,
            "promise_id": self._service_promises("delivery")[:1].id, "from_team_id": self.team_id.id,
            **({"from_user_id": self.user_id.id} if self.user_id else {}),
        }

    # -- delivered ---------------------------------------------------------------------------------

    def _shipped_lines(self):
        """Lines whose delivered quantity comes from stock."""
        return self.order_line.filtered(lambda line: line.qty_delivered_method == "stock_move")

    def _deliveries(self):
        """Transfers that left for the customer, whatever the route. Cancelled ones have a date too."""
        return self.picking_ids.filtered(lambda p: p.location_dest_id.usage == "customer" and p.state == "done")

    def _still_to_come(self):
        """Whether a step of a delivery is still open: picking, packing or shipping."""
        return any(
            move.state not in ("done", "cancel") and move.location_id.usage != "customer"
            for move in self.order_line.move_ids
        )

    def _service_is_delivered(self):
        """Goods decide where there are any: what was ordered has left, in all deliveries together."""
        lines = self._shipped_lines()
        if not lines:
            return super()._service_is_delivered()
        return not self._still_to_come() and self._is_in_full()

    def _is_in_full(self):
        return all(
            line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) >= 0
            for line in self._shipped_lines()
        )

    def _note_shipped(self):
        """The last delivery of these orders has left: kept or late by its moment, broken when something is missing."""
        for order in self.filtered(lambda o: o.state == "sale" and not o.service_delivered_at):
            last = order._last_delivery()
            if not last:
                continue
            # sudo: follows from the transfer, whoever validated it
            order.sudo().service_in_full = order._is_in_full()
            if order.service_in_full:
                order._note_delivered(last)
            else:
                order._note_short(last)

    def _last_delivery(self):
        """When the last delivery left; False while one is still to come or none has left."""
        if self._still_to_come():
            return False
        # the last, not stock's effective date, which is the first
        return max(filter(None, self._deliveries().mapped("date_done")), default=False)

    def _note_short(self, at):
        """Nothing more will come although something is missing."""
        promises = self._service_promises("delivery").filtered(lambda p: p.state and not p.fulfilled_at)
        promises._record("fulfilled", {"in_full": False}, at=lambda promise: max(
            filter(None, (at, promise.made_at, promise.lapsed_at))
        ))

    def _note_returned(self, at):
        """Goods came back because of us: the customer disputes that we delivered what was ordered."""
        Promise = self.env["frontoffice.promise"]
        standard = Promise._auto_standard("delivery")
        kept = Promise.sudo().search([  # sudo: as above
            ("sale_order_id", "in", self.ids), ("standard_id", "=", standard.id), ("origin_kind", "=", "auto"),
            ("fulfilled_at", "!=", False), ("disputed_at", "=", False), ("state", "in", ("kept", "late")),
        ])
        kept._record("disputed", at=lambda promise: max(at, promise.fulfilled_at))

    def action_view_handoffs(self):
        """What this order asked departments for."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Requests"), "res_model": "backoffice.handoff",
            "view_mode": "list,form", "domain": [("sale_order_id", "in", self.ids)],
        }
