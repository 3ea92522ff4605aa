from odoo import api, fields, models

SIGNED = frozenset({"signature", "signed_by", "signed_at"})


class Promise(models.Model):
    """The customer's own hand under what was done: on a tablet, on the spot."""

    _inherit = "frontoffice.promise"

    signature = fields.Image(max_width=1024, max_height=512, copy=False, attachment=False, readonly=True)
    signed_by = fields.Char(copy=False, readonly=True)
    signed_at = fields.Datetime("Signed on", copy=False, readonly=True)

    @api.model
    def _ledger_locked(self):
        return super()._ledger_locked() | SIGNED

    def action_sign(self):
        """Hand the tablet over."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "frontoffice.promise.sign", "view_mode": "form",
            "target": "new", "name": self.env._("Please sign"), "context": {"default_promise_id": self.id},
        }

    def _signed(self, name, image):
        """Keep a signature. What is open is kept with it; what was decided stays as it was."""
        self.ensure_one()
        self.check_access("write")
        if self.state in ("made", "enabled") or (self.state == "broken" and not self.fulfilled_at):
            self.action_keep()
        # sudo: nobody writes a signature but the page it is given on
        self.sudo().write({"signature": image, "signed_by": name, "signed_at": fields.Datetime.now()})


class Personal(models.AbstractModel):
    """A signature goes with its person."""

    _inherit = "frontoffice.personal"

    @api.model
    def _data_service(self):
        data = super()._data_service()
        promise = next(item for item in data if item["model"] == "frontoffice.promise")
        promise["blank"] |= {"signature": False, "signed_by": False}
        promise["export"] += ["signed_by", "signed_at"]
        return data
