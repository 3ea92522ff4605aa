from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    portal_cases = fields.Boolean(related="company_id.portal_cases", readonly=False)
