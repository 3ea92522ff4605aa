from odoo import fields, models


class BackofficeSettings(models.TransientModel):
    _inherit = "backoffice.settings"

    on_boarding_count = fields.Integer(compute="_compute_on_boarding_count")

    def _compute_on_boarding_count(self):
        for page in self:
            page.on_boarding_count = self.env["backoffice.service"].search_count([("on_boarding", "=", True)])

    def action_on_boarding(self):
        """What every new colleague needs."""
        action = self.env["ir.actions.actions"]._for_xml_id("backoffice_ops.service_action")
        return {**action, "domain": [("on_boarding", "=", True)], "context": {"default_on_boarding": True}}

    def action_on_boarding_starter(self):
        """Begin with the usual four, then look at them."""
        self.env["backoffice.service"].action_on_boarding_starter()
        return self.action_on_boarding()
