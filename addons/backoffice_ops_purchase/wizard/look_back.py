from odoo import models


class LookBack(models.TransientModel):
    """Orders to vendors: asked for when confirmed, due as planned, ready with the last receipt."""

    _inherit = "frontoffice.look.back"

    def _look_back_sources(self):
        return [
            *super()._look_back_sources(),
            ("purchase", self.env._("orders to vendors"), "_count_purchases", "_load_purchases"),
        ]

    def _purchase_domain(self):
        return [
            ("company_id", "=", self.company_id.id), ("state", "=", "purchase"), ("date_approve", ">=", self._from()),
            ("date_planned", "!=", False), ("receipt_status", "=", "full"), ("handoff_id", "=", False),
        ]

    def _count_purchases(self):
        return self.env["purchase.order"].search_count(self._purchase_domain())

    def _load_purchases(self, batch):
        orders = self.env["purchase.order"].search(self._purchase_domain(), order="id")
        made = 0
        for chunk in self._in_chunks(orders):
            fresh = self._fresh(chunk, "backoffice.handoff", "history_purchase_id")
            rows = [self._purchase_request(order) for order in fresh if order._last_receipt()]
            if rows:
                service = self._history_service(batch, "purchases", self.env._("Look back: orders to vendors"))
                made += len(self._make_requests(batch, service, rows))
        return {"hand_offs": made}

    def _purchase_request(self, order):
        values = {
            "subject": order.name, "history_purchase_id": order.id, "user_id": order.user_id.id,
            "from_user_id": order.create_uid.id,
        }
        return values, order.date_approve.replace(microsecond=0), order.date_planned, order._last_receipt()
