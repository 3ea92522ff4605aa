from odoo import fields, models


class Promise(models.Model):
    _inherit = "frontoffice.promise"

    bundle_ids = fields.One2many("backoffice.bundle", "promise_id", "Bundles")

    def _ready_expected(self):
        """The date a bundle expects counts too: its later steps are not sent yet."""
        result = super()._ready_expected()
        # sudo: the date alone, whatever the bundle is about
        rows = self.env["backoffice.bundle"].sudo()._read_group(
            [("promise_id", "in", self.ids), ("state", "=", "running")], ["promise_id"], ["predicted_at:max"]
        )
        for promise, predicted in rows:
            result[promise.id] = max(filter(None, (result[promise.id], predicted)), default=None)
        return result
