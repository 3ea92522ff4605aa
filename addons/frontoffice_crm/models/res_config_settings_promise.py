from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    portal_promises = fields.Boolean(related="company_id.portal_promises", readonly=False)
    auto_promises = fields.Boolean(related="company_id.auto_promises", readonly=False)
