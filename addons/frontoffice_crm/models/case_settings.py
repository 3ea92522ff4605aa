from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    case_close_days = fields.Integer(related="company_id.case_close_days", readonly=False)
    case_reopen_days = fields.Integer(related="company_id.case_reopen_days", readonly=False)
    case_reopen_limit = fields.Integer(related="company_id.case_reopen_limit", readonly=False)
    case_undo_send = fields.Boolean(related="company_id.case_undo_send", readonly=False)
