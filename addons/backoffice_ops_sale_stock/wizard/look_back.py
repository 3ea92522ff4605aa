from odoo import fields, models


class LookBack(models.TransientModel):
    """Orders: a delivery date that was told and has passed is a promise, decided by the last delivery."""

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [*super()._look_back_sources(), ("order", self.env._("orders"), "_count_orders", "_load_orders")]

    def _order_domain(self):
        return [
            ("company_id", "=", self.company_id.id), ("state", "=", "sale"), ("date_order", ">=", self._from()),
            ("commitment_date", "!=", False), ("commitment_date", "<", fields.Datetime.now()),
        ]

    def _count_orders(self):
        return self.env["sale.order"].search_count(self._order_domain())

    def _load_orders(self, batch):
        orders = self.env["sale.order"].search(self._order_domain(), order="date_order, id")
        made = {"promises": 0}
        for chunk in self._in_chunks(orders):
            fresh = self._fresh(chunk, "frontoffice.promise", "sale_order_id")
            told = fresh.filtered(lambda o: o.picking_ids and o.date_order <= o.commitment_date)
            made["promises"] += len(self._make_promises(
                batch, [(self._order_promise_vals(order), self._order_events(order)) for order in told]
            ))
        return made

    def _order_promise_vals(self, order):
        # since its confirmation the order's date is that of the confirmation
        return {
            "name": self.env._("Delivery of %s", order.name), "sale_order_id": order.id,
            "standard_id": self.env["frontoffice.promise"]._auto_standard("delivery").id,
            "partner_id": order.partner_id.id, "lead_id": order.opportunity_id.id, "user_id": order.user_id.id,
            "made_by_id": order.user_id.id, "team_id": order.team_id.id, "campaign_id": order.campaign_id.id,
            "made_at": order.date_order.replace(microsecond=0), "due_at": order.commitment_date,
        }

    def _order_events(self, order):
        """The last delivery decides; while one is missing the date has passed without it."""
        due, last = order.commitment_date, order._last_delivery()
        events = [("lapsed", due, {})] if not last or last > due else []
        if last:
            events.append(("fulfilled", max(last, order.date_order), {"in_full": order._is_in_full()}))
        return events
