from odoo import api, models


class HrVersion(models.Model):
    """A contract that gets a start is a new colleague, or one who comes back."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions.filtered(lambda version: version.sudo().contract_date_start).employee_id._ask_on_boarding()
        return versions

    def write(self, vals):
        done = super().write(vals)
        if vals.get("contract_date_start"):
            self.employee_id._ask_on_boarding()
        return done
