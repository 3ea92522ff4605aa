from odoo import api, fields, models
from odoo.exceptions import UserError


class PromiseSign(models.TransientModel):
    """One page for the customer: what was promised, a name, and a place to sign."""

    _name = "frontoffice.promise.sign"
    _description = "Signature of a customer"

    promise_id = fields.Many2one("frontoffice.promise", required=True, readonly=True, ondelete="cascade")
    text = fields.Char("We promised", related="promise_id.name")
    signed_by = fields.Char("Your name", compute="_compute_signed_by", store=True, readonly=False)
    signature = fields.Image(max_width=1024, max_height=512, attachment=False)

    @api.depends("promise_id")
    def _compute_signed_by(self):
        for page in self:
            page.signed_by = page.promise_id.partner_id.name

    def action_confirm(self):
        """It is done, and this is the customer's hand."""
        self.ensure_one()
        name = (self.signed_by or "").strip()
        if not self.signature or not name:
            raise UserError(self.env._("Please write your name and sign."))
        if self.promise_id.signature:
            raise UserError(self.env._("This was signed already, by %s.", self.promise_id.signed_by))
        self.promise_id._signed(name[:120], self.signature)
        return {"type": "ir.actions.act_window_close"}
