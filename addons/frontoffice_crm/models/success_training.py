from odoo import fields, models


class SuccessTraining(models.Model):
    """What the customer's people learnt from us."""

    _name = "frontoffice.success.training"
    _description = "Training of a customer"
    _order = "date desc, id desc"

    plan_id = fields.Many2one("frontoffice.success.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    name = fields.Char("What", required=True)
    people = fields.Integer("How many", default=1)
    hours = fields.Float()
    user_id = fields.Many2one("res.users", "By", default=lambda self: self.env.uid)
