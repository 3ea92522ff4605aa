from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    post_quiet_from = fields.Float(related="company_id.post_quiet_from", readonly=False)
    post_quiet_to = fields.Float(related="company_id.post_quiet_to", readonly=False)
    post_summary_hour = fields.Float(related="company_id.post_summary_hour", readonly=False)
