from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class Handoff(models.Model):
    """A request that ends in an invoice or a credit note."""

    _inherit = "backoffice.handoff"

    move_kind = fields.Selection(related="service_id.move_kind")
    move_id = fields.Many2one(
        "account.move", "Made from it", index="btree_not_null", ondelete="set null", readonly=True, copy=False,
        check_company=True,
    )
    about_move_id = fields.Many2one(
        "account.move", "Invoice it is about", index="btree_not_null", ondelete="set null", check_company=True,
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'),"
               " ('commercial_partner_id.child_ids', 'in', [partner_id])]",
    )
    gesture_id = fields.Many2one(
        "frontoffice.gesture", "Goodwill", index="btree_not_null", ondelete="set null", readonly=True
    )

    @api.model
    def _ledger_locked(self):
        # posting makes the request ready, so nobody ties one to a document by hand
        return super()._ledger_locked() | {"move_id", "gesture_id"}

    def action_make_move(self):
        """Make the draft from the request and open it. Who makes it has taken the request."""
        self.ensure_one()
        self._check_receiver()
        if not self.move_kind or self.state not in ("sent", "accepted", "in_progress"):
            raise UserError(self.env._("Nothing to make here: the request is not in work or does not end in one."))
        if not self.move_id:
            if self.state == "sent":
                self.action_accept()
            self.sudo().move_id = self._make_move()  # sudo: made by this button alone
        return self.action_open_move()

    def _make_move(self):
        """The draft; rights on invoices are those of the person who makes it."""
        about = self.about_move_id
        if self.move_kind == "out_refund" and about and not self.gesture_id:
            return about._reverse_moves([self._prepare_move_vals()])
        return self.env["account.move"].create({
            **self._prepare_move_vals(), "move_type": self.move_kind,
            "partner_id": self.partner_id.id or about.partner_id.id,
            "currency_id": (self.gesture_id.sudo() or about or self.company_id).currency_id.id,
            "invoice_line_ids": [Command.create(self._prepare_line_vals())],
        })

    def _prepare_move_vals(self):
        values = {"invoice_origin": self.name, "ref": self._told(), "company_id": self.company_id.id}
        if self.move_kind == "out_refund":
            values["reversed_entry_id"] = self.about_move_id.id
        return values

    def _told(self):
        """Its words, but of what is confidential the number alone: invoices have more readers."""
        return self.name if self.confidential else self.subject

    def _prepare_line_vals(self):
        # sudo: what was given, for who pays it out
        amount = self.gesture_id.sudo().amount
        # an amount given is what the customer gets, whatever the tax
        return {"name": self._told(), "quantity": 1, "price_unit": amount, **({"tax_ids": []} if amount else {})}

    def action_open_move(self):
        """The invoice or credit note of this request."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "account.move", "res_id": self.move_id.id,
            "view_mode": "form", "views": [[False, "form"]],
        }
