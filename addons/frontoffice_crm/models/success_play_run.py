from odoo import fields, models


class SuccessPlayRun(models.Model):
    """A play that started: for whom, when, on which occasion."""

    _name = "frontoffice.success.play.run"
    _description = "Play started"
    _order = "id desc"

    play_id = fields.Many2one("frontoffice.success.play", required=True, readonly=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one("frontoffice.success.plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    occasion = fields.Char(required=True, readonly=True)
    at = fields.Datetime("Started on", required=True, readonly=True, default=fields.Datetime.now)

    _once_uniq = models.UniqueIndex("(play_id, plan_id, occasion)")
