from datetime import timedelta

from odoo import fields, models

from odoo.addons.frontoffice_crm.tools.promise import DISPUTE_WINDOW


class StockPicking(models.Model):
    """Deliveries decide about delivery dates, and goods that come back because of us as well."""

    _inherit = "stock.picking"

    because_of_us = fields.Boolean(
        "Because of us", copy=False,
        help="Wrong, damaged or faulty goods came back. Within 14 days of the delivery it counts as not kept. "
             "Ticked by itself where the customer complained.",
    )

    def _action_done(self):
        result = super()._action_done()
        # sudo: who ships need not see the order, and only transfers of orders concern us
        pickings = self.sudo().filtered("sale_id")
        if pickings:
            pickings.sale_id._note_shipped()
            pickings._note_back()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self.sudo().sale_id._note_shipped()  # as above
        return result

    def write(self, vals):
        done = super().write(vals)
        if vals.get("because_of_us"):
            self.sudo()._note_blamed()  # as above
        return done

    def _note_back(self):
        """Goods that came back: blamed on us where the customer complained since they left."""
        for picking in self.filtered(lambda p: p.location_id.usage == "customer" and not p.because_of_us):
            if picking._complained():
                picking.because_of_us = True
        self._note_blamed()

    def _complained(self):
        """Whether the customer of the order has a complaint or a problem from around the delivery."""
        since = (self.sale_id.service_delivered_at or fields.Datetime.now()) - timedelta(days=1)
        partner = self.sale_id.partner_id.commercial_partner_id
        return bool(self.env["frontoffice.case"].sudo().search_count([  # a fact, whoever may read the case
            ("partner_id", "child_of", partner.id), ("type", "in", ("complaint", "problem")),
            ("opened_at", ">=", since), ("company_id", "=", self.company_id.id),
        ], limit=1))

    def _note_blamed(self):
        blamed = self.filtered(
            lambda p: p.because_of_us and p.state == "done" and p.location_id.usage == "customer" and p.sale_id
        )
        for picking in blamed:
            delivered = picking.sale_id.service_delivered_at
            if delivered and picking.date_done <= delivered + DISPUTE_WINDOW:
                picking.sale_id._note_returned(picking.date_done)
