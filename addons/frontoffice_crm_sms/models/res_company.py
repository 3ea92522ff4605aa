from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    desk_texts = fields.Boolean(
        "Text messages at the desk", help="What was agreed can go to the customer's telephone. Costs credits.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    desk_texts = fields.Boolean(related="company_id.desk_texts", readonly=False)
