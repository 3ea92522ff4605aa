from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pulse_monthly = fields.Boolean(related="company_id.pulse_monthly", readonly=False)
