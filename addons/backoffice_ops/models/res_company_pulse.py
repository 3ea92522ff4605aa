from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    pulse_monthly = fields.Boolean("Ask three questions every month")
