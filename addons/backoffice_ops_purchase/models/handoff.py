from odoo import api, fields, models
from odoo.exceptions import UserError


class Handoff(models.Model):
    """A request that is bought: it waits for the vendor's date and is ready with the last receipt."""

    _inherit = "backoffice.handoff"

    makes_rfq = fields.Boolean(related="service_id.makes_rfq")
    purchase_ids = fields.One2many("purchase.order", "handoff_id", "Orders to vendors")
    has_purchases = fields.Boolean(
        readonly=True, copy=False, help="Spares requests without orders every look for some."
    )
    history_purchase_id = fields.Many2one(
        "purchase.order", "Order it was", index="btree_not_null", ondelete="set null", readonly=True,
        help="For work of the past.",
    )

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | {"has_purchases"}

    def action_make_rfq(self):
        """A new request for quotation for this request; the vendor and the products are chosen there."""
        self.ensure_one()
        self._check_receiver()
        if self.state not in ("sent", "accepted", "in_progress", "paused"):
            raise UserError(self.env._("Only a request in work is bought."))
        return {
            "type": "ir.actions.act_window", "name": self.env._("Request for quotation"),
            "res_model": "purchase.order", "view_mode": "form", "views": [[False, "form"]],
            "context": {
                "default_handoff_id": self.id, "default_origin": self.name, "default_company_id": self.company_id.id,
            },
        }

    def action_view_purchases(self):
        """The orders of this request."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Orders to vendors"), "res_model": "purchase.order",
            "view_mode": "list,form", "domain": [("handoff_id", "in", self.ids)],
        }

    @api.depends("purchase_ids.state", "purchase_ids.amount_untaxed", "purchase_ids.currency_rate")
    def _compute_actual_cost(self):
        super()._compute_actual_cost()

    def _cost_parts(self):
        """What was ordered for it, without tax, at the rate of the order."""
        orders = self.purchase_ids.filtered(lambda order: order.state == "purchase")
        amount = sum(order.amount_untaxed / (order.currency_rate or 1) for order in orders)
        return super()._cost_parts() + ([(", ".join(orders.mapped("name")), amount)] if amount else [])

    # -- the request follows -----------------------------------------------------------------------

    def _follow_received(self):
        """Ready when every order is received in full; short and nothing to come: people decide."""
        orders = self.sudo().purchase_ids.filtered(lambda o: o.state != "cancel")  # sudo: whoever receives it
        if not orders or any(order.state != "purchase" or order._still_to_come() for order in orders):
            return
        names = ", ".join(orders.mapped("name"))
        if all(order._is_received() for order in orders):
            self._follow_done(self.env._("Received: %s", names))
        else:
            self.sudo().message_post(
                body=self.env._("%s was not received in full, and nothing more is on its way.", names),
                subtype_xmlid="mail.mt_note",
            )

    def _wait_for_vendor(self, order):
        """The vendor told a date: the clock waits until then, and what the vendor told is the proof."""
        until = order.date_planned
        if self.state not in ("accepted", "in_progress") or not until or until <= fields.Datetime.now():
            return
        # the words are the proof, so they come before the wait
        self.message_post(
            body=self.env._("%(vendor)s confirmed %(order)s for %(day)s.", vendor=order.partner_id.display_name,
                            order=order.name, day=fields.Date.to_string(until)),
            subtype_xmlid="mail.mt_note",
        )
        self._try_step(lambda request: request.action_pause("supplier", evidence=True, until=until))

    def _follow_not_bought(self):
        """All its orders were cancelled: nobody waits for a vendor any more."""
        if any(order.state != "cancel" for order in self.purchase_ids):
            return
        if self.state == "paused":
            self._try_step(lambda request: request.action_resume())
        self.message_post(
            body=self.env._("Its order was cancelled. Buy it elsewhere, or send the request back."),
            subtype_xmlid="mail.mt_note",
        )
