from odoo import api, fields, models


class SaleOrder(models.Model):
    """A quotation somebody waits for, and a delivery date we confirmed, are promises.

    Stock flows stay as they are: everything here follows from what the order does anyway.
    """

    _inherit = "sale.order"

    service_promise_ids = fields.One2many(
        "frontoffice.promise", "sale_order_id", "Promises", groups="frontoffice_crm.group_agent")
    service_claim_ids = fields.Many2many(
        "frontoffice.claim", string="Advertised promises", compute="_compute_service_claim_ids",
        groups="frontoffice_crm.group_agent", help="What our adverts of its campaign and our quotations say today.",
    )
    service_delivered_at = fields.Datetime("Delivered in full on", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._promise_quotation()
        return orders

    def write(self, vals):
        done = super().write(vals)
        if vals.get("state") in ("sent", "sale"):
            self._service_promises("quotation")._auto_keep()
        if "commitment_date" in vals:
            self._move_delivery()
        return done

    def _action_confirm(self):
        result = super()._action_confirm()
        self._promise_delivery()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        by = "customer" if self.env.user.share else "company"
        for kind in ("quotation", "delivery"):
            self._service_promises(kind)._auto_withdraw(by)
        return result

    @api.depends("campaign_id", "company_id")
    def _compute_service_claim_ids(self):
        """What the customer of this quotation was or is told: by its campaign, or by our quotations."""
        Claim = self.env["frontoffice.claim"]
        running = Claim.search([
            ("is_running", "=", True), ("company_id", "in", self.company_id.ids),
            "|", ("place", "=", "quote"), ("campaign_id", "in", self.campaign_id.ids),
        ])
        for order in self:
            order.service_claim_ids = running.filtered(
                lambda c, order=order: c.company_id == order.company_id
                and (c.place == "quote" or c.campaign_id and c.campaign_id == order.campaign_id)
            )

    # -- promises ----------------------------------------------------------------------------------

    def _service_promises(self, kind):
        return self.env["frontoffice.promise"]._auto_open(kind, [("sale_order_id", "in", self.ids)])

    def _prepare_service_promise_vals(self, due_at):
        """Values of an automatic promise of this order; the campaign that brought it is kept."""
        return {
            "company_id": self.company_id.id, "due_at": due_at, "partner_id": self.partner_id.id,
            "sale_order_id": self.id, "lead_id": self.opportunity_id.id, "user_id": self.user_id.id,
            "team_id": self.team_id.id, "campaign_id": self.campaign_id.id,
        }

    def _promise_quotation(self):
        """Whoever asked for a quotation waits for it from now on."""
        Promise = self.env["frontoffice.promise"]
        standard = Promise._auto_standard("quotation")
        waiting = self.filtered(lambda order: order.state == "draft" and order.opportunity_id)
        rows = []
        for company, orders in waiting.grouped("company_id").items():
            now = fields.Datetime.now()
            due = standard._calendar(company)._plan_seconds([(now, round(standard.hours * 3600))])[0]
            rows += [(order, order._prepare_service_promise_vals(due)) for order in orders]
        Promise._auto_make("quotation", rows)

    def _promise_delivery(self):
        """The delivery date on a confirmed order was told to the customer."""
        now = fields.Datetime.now()
        told = self.filtered(lambda order: order.commitment_date and order.commitment_date > now)
        self.env["frontoffice.promise"]._auto_make(
            "delivery", [(order, order._prepare_service_promise_vals(order.commitment_date)) for order in told]
        )

    def _move_delivery(self):
        """Another date on a confirmed order: ours, so it does not make a late delivery punctual."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        confirmed._promise_delivery()
        for promise in confirmed._service_promises("delivery").filtered(lambda p: p.state in ("made", "enabled")):
            due = promise.sale_order_id.commitment_date
            if due and due not in (promise.due_at, promise.revised_due_at):
                promise._record("changed", {"by": "company", "due_at": due.isoformat()})

    # -- delivered ---------------------------------------------------------------------------------

    def _service_is_delivered(self):
        """Whether everything that was ordered has been delivered. Hook: stock bridges look at pickings."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        return bool(lines) and all(line.qty_delivered >= line.product_uom_qty for line in lines)

    def _note_delivered(self, at=None):
        """Keep the delivery promises of orders that are complete now, and start the call plan once."""
        complete = self.filtered(
            lambda order: order.state == "sale" and not order.service_delivered_at and order._service_is_delivered()
        )
        # sudo: follows from the delivery, whoever recorded it
        complete.sudo().write({"service_delivered_at": at or fields.Datetime.now()})
        complete._service_promises("delivery")._auto_keep(lambda promise: at)
        for order in complete:
            order._start_after_sales()

    def _start_after_sales(self):
        plan = self.company_id.after_sales_plan_id
        owner = self.user_id or self.team_id.user_id
        if plan and owner:
            self.env["mail.activity.schedule"].sudo().with_context(  # stock's own way to start a plan
                active_model="sale.order", active_ids=self.ids, mail_activity_quick_update=True,
            ).create({"plan_id": plan.id, "plan_on_demand_user_id": owner.id}).action_schedule_plan()

    def action_view_service_promises(self):
        """What this order promises."""
        action = self.env["ir.actions.act_window"]._for_xml_id("frontoffice_crm.promise_action")
        return {**action, "domain": [("sale_order_id", "in", self.ids)], "context": {}}
