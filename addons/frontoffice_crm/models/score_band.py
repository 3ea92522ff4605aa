from odoo import fields, models


class ScoreBand(models.Model):
    """From how many points on a lead gets which plan of activities."""

    _name = "frontoffice.score.band"
    _description = "Score band"
    _order = "minimum desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    minimum = fields.Float("From points", required=True)
    plan_id = fields.Many2one(
        "mail.activity.plan", "Start plan", domain=[("res_model", "=", "crm.lead")], ondelete="restrict",
        help="Once for each lead that gets here.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
