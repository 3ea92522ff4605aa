from odoo import fields, models


class BundleRest(models.TransientModel):
    """A bundle was cancelled: what becomes of the requests departments already have?"""

    _name = "backoffice.bundle.rest"
    _description = "Requests of a cancelled bundle"

    handoff_ids = fields.Many2many("backoffice.handoff", string="Already sent")

    def action_cancel_rest(self):
        """Take them back too; those ready in the meantime stay."""
        rest = self.handoff_ids.filtered(lambda h: h.state not in ("delivered", "done", "cancelled"))
        return rest.action_cancel() if rest else True
